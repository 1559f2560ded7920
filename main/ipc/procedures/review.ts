import { answerInput, recordInput, reviewListInput, undoInput } from '../../../protocol/ipc/inputs.ts';
import type { Announcement } from '../../../protocol/ipc/api.ts';
import { procedure, router } from '../trpc.ts';
import { inOrder } from './changes.ts';

/** Questions, their answers, and the news of them (C-4, C-5). */
export const reviewProcedures = router({
  list: procedure.input(reviewListInput).query(({ ctx, input }) => ctx.api.questions(input)),
  open: procedure.input(recordInput).query(({ ctx, input }) => ctx.api.question(input.id)),
  answer: procedure.input(answerInput).mutation(({ ctx, input }) => ctx.api.answer(input)),
  undo: procedure.input(undoInput).mutation(({ ctx, input }) => ctx.api.undoAnswer(input)),
  announced: procedure.subscription(({ ctx, signal }) =>
    inOrder<Announcement>((push) => ctx.api.onAnnounced(push), signal),
  ),
});
