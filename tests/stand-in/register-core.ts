/** `node --import` this file: main/compose.ts, as it stands or as electron-vite bundled it, is the stand-in's. */
import { registerHooks } from 'node:module';

const STAND_IN = new URL('compose.ts', import.meta.url).href;

registerHooks({
  resolve(specifier, context, next) {
    const found = next(specifier, context);
    return /\/(main\/compose\.ts|out\/main\/(chunks\/)?compose-[\w-]+\.js)$/.test(found.url) && found.url !== STAND_IN
      ? { ...found, url: STAND_IN, format: 'module-typescript' }
      : found;
  },
});
