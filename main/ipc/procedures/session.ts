import { enrolDemoInput, enrolInput, pinInput } from '../../../protocol/ipc/inputs.ts';
import { procedure, router } from '../trpc.ts';
import { latest } from './subscribe.ts';
import type { AppState } from '../../../protocol/ipc/state.ts';

/** Who works here: first run, sign-in, lock; and the state that the frame shows. */
export const sessionProcedures = router({
  state: procedure.query(({ ctx }) => ctx.api.state()),
  watch: procedure.subscription(({ ctx, signal }) =>
    latest<AppState>((push) => {
      push(ctx.api.state());
      return ctx.api.onState(push);
    }, signal),
  ),
  demoPeople: procedure.query(({ ctx }) => ctx.api.demoPeople()),
  enrolDemo: procedure.input(enrolDemoInput).mutation(({ ctx, input }) => ctx.api.enrolDemo(input)),
  enrol: procedure.input(enrolInput).mutation(({ ctx, input }) => ctx.api.enrol(input)),
  unlock: procedure.input(pinInput).mutation(({ ctx, input }) => ctx.api.unlock(input.pin)),
  lock: procedure.mutation(({ ctx }) => ctx.api.lock()),
});
