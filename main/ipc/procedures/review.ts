import { answerInput, recordInput, reviewListInput, undoInput } from '../../../protocol/ipc/inputs.ts';
import { procedure, router } from '../trpc.ts';

/** Questions and their answers (C-4, C-5). */
export const reviewProcedures = router({
  list: procedure.input(reviewListInput).query(({ ctx, input }) => ctx.api.questions(input)),
  open: procedure.input(recordInput).query(({ ctx, input }) => ctx.api.question(input.id)),
  answer: procedure.input(answerInput).mutation(({ ctx, input }) => ctx.api.answer(input)),
  undo: procedure.input(undoInput).mutation(({ ctx, input }) => ctx.api.undoAnswer(input)),
});
