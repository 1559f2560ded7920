/** `node --import` this file: the module `electron` is the stand-in. */
import { registerHooks } from 'node:module';

const STAND_IN = new URL('electron.ts', import.meta.url).href;
const MODULE = 'stand-in:electron';

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron' ? { url: MODULE, shortCircuit: true } : next(specifier, context),
  load: (url, context, next) =>
    url === MODULE
      ? {
          format: 'module',
          shortCircuit: true,
          source: `export * from '${STAND_IN}'; export { electron as default } from '${STAND_IN}';`,
        }
      : next(url, context),
});
