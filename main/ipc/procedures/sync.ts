import { changeInput, linkInput } from '../../../protocol/ipc/inputs.ts';
import { procedure, router } from '../trpc.ts';

/** What this laptop holds that others do not, and the link. */
export const syncProcedures = router({
  view: procedure.query(({ ctx }) => ctx.api.sync()),
  switchLink: procedure.input(linkInput).mutation(({ ctx, input }) => ctx.api.switchLink(input.on)),
  tryNow: procedure.mutation(({ ctx }) => ctx.api.tryNow()),
  resendHeld: procedure.input(changeInput).mutation(({ ctx, input }) => ctx.api.resendHeld(input.seq)),
  exportHeld: procedure.query(({ ctx }) => ctx.api.exportHeld()),
});
