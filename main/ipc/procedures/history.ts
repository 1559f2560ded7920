import { exportHistoryInput, historyInput } from '../../../protocol/ipc/inputs.ts';
import { procedure, router } from '../trpc.ts';

/** The story of a record, page by page, and the same as a file. */
export const historyProcedures = router({
  page: procedure.input(historyInput).query(({ ctx, input }) => ctx.api.history(input.id, input.page)),
  exportFile: procedure.input(exportHistoryInput).mutation(({ ctx, input }) => ctx.api.exportHistory(input)),
});
