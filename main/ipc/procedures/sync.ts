import { changeInput, fixHeldInput, giveHeldInput, linkInput } from '../../../protocol/ipc/inputs.ts';
import { procedure, router } from '../trpc.ts';

/** What this laptop holds that others do not, and the link. */
export const syncProcedures = router({
  view: procedure.query(({ ctx }) => ctx.api.sync()),
  switchLink: procedure.input(linkInput).mutation(({ ctx, input }) => ctx.api.switchLink(input.on)),
  tryNow: procedure.mutation(({ ctx }) => ctx.api.tryNow()),
  resendHeld: procedure.input(changeInput).mutation(({ ctx, input }) => ctx.api.resendHeld(input.seq)),
  fixHeld: procedure.input(fixHeldInput).mutation(({ ctx, input }) => ctx.api.fixHeld(input)),
  giveHeld: procedure.input(giveHeldInput).mutation(({ ctx, input }) => ctx.api.giveHeld(input)),
  exportHeld: procedure.query(({ ctx }) => ctx.api.exportHeld()),
});
