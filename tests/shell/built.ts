/** The bundles that the shells serve and run. `npm test` builds them first; a test that is run alone uses what is there. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { TOP } from './run-console.ts';

export const BUILT_MAIN = join(TOP, 'out', 'main', 'main.js');

export function ensureBuilt(): void {
  for (const path of [
    BUILT_MAIN,
    join(TOP, 'out', 'preload', 'preload.cjs'),
    join(TOP, 'out', 'renderer', 'index.html'),
  ]) {
    if (!existsSync(path)) throw new Error(`${path} is missing: run "npm run build" first`);
  }
}
