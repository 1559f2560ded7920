import {
  archiveInput,
  draftInput,
  draftKeyInput,
  saveInput,
  signOffInput,
  undoChangeInput,
} from '../../../protocol/ipc/inputs.ts';
import type { Changed } from '../../../protocol/ipc/api.ts';
import { procedure, router } from '../trpc.ts';
import { inOrder } from './changes.ts';

/** Saving, drafts, and the news that something in the replica changed. */
export const recordProcedures = router({
  save: procedure.input(saveInput).mutation(({ ctx, input }) => ctx.api.save(input)),
  signOff: procedure.input(signOffInput).mutation(({ ctx, input }) => ctx.api.signOff(input)),
  archive: procedure.input(archiveInput).mutation(({ ctx, input }) => ctx.api.archive(input)),
  undo: procedure.input(undoChangeInput).mutation(({ ctx, input }) => ctx.api.undo(input)),
  draft: procedure.input(draftKeyInput).query(({ ctx, input }) => ctx.api.draft(input.key)),
  keepDraft: procedure.input(draftInput).mutation(({ ctx, input }) => ctx.api.keepDraft(input.key, input.value)),
  dropDraft: procedure.input(draftKeyInput).mutation(({ ctx, input }) => ctx.api.dropDraft(input.key)),
  changed: procedure.subscription(({ ctx, signal }) => inOrder<Changed>((push) => ctx.api.onChanged(push), signal)),
});
