import { lookedInput, lookInput, teamInput } from '../../../protocol/ipc/inputs.ts';
import { procedure, router } from '../trpc.ts';

/** How the team's saves go, and what the pages tell of being looked at. */
export const teamProcedures = router({
  view: procedure.input(teamInput).query(({ ctx, input }) => ctx.api.team(input)),
  opened: procedure.input(lookInput).mutation(({ ctx, input }) => ctx.api.opened(input.id)),
  left: procedure.input(lookedInput).mutation(({ ctx, input }) => ctx.api.left(input.id, input.edited)),
});
