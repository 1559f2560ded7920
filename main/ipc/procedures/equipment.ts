import { equipmentSearchInput, recordInput } from '../../../protocol/ipc/inputs.ts';
import { procedure, router } from '../trpc.ts';

/** The equipment register: search as you type, and the page of one device. */
export const equipmentProcedures = router({
  search: procedure.input(equipmentSearchInput).query(({ ctx, input }) => ctx.api.equipmentSearch(input)),
  open: procedure.input(recordInput).query(({ ctx, input }) => ctx.api.equipment(input.id)),
});
