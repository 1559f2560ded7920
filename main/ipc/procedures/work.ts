import { recordInput, workListInput } from '../../../protocol/ipc/inputs.ts';
import { procedure, router } from '../trpc.ts';

/** My work and the page of a visit. */
export const workProcedures = router({
  list: procedure.input(workListInput).query(({ ctx, input }) => ctx.api.workList(input)),
  visit: procedure.input(recordInput).query(({ ctx, input }) => ctx.api.visit(input.id)),
  people: procedure.query(({ ctx }) => ctx.api.people()),
});
