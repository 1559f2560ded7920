// Finds the script behind an installed command. Tools are started with Node and that script, never through the shell shims
// of node_modules/.bin, which differ between systems and would run whatever `node` comes first on the PATH.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TOP } from './check/source-files.ts';

/** `command` where it is not the package's name. */
export function toolScript(name: string, command: string = name): string {
  const folder = join(TOP, 'node_modules', name);
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    bin: string | Record<string, string>;
  };
  const script = typeof bin === 'string' ? bin : bin[command];
  if (script === undefined) throw new Error(`${name} has no command ${command}`);
  return join(folder, script);
}
