import { settingsInput, weatherInput } from '../../../protocol/ipc/inputs.ts';
import { procedure, router } from '../trpc.ts';

/** How this console looks, and a second one beside it for the demo. */
export const settingsProcedures = router({
  get: procedure.query(({ ctx }) => ctx.api.settings()),
  change: procedure.input(settingsInput).mutation(({ ctx, input }) => ctx.api.changeSettings(input)),
  setWeather: procedure.input(weatherInput).mutation(({ ctx, input }) => ctx.api.setWeather(input.weather)),
  openAnotherConsole: procedure.mutation(({ ctx }) => ctx.api.openAnotherConsole()),
});
