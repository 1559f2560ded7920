// `node scripts/run.mjs FILE.ts [args]` runs a TypeScript program of this project on Node 24, whatever the system has;
// `--bin NAME [args]` runs an installed tool. Set-up comes first, so every npm script works on a fresh clone.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { launch } from './launch.mjs';
import { orSayWhy, setUp, TOP } from './setup.mjs';

const [first, ...rest] = process.argv.slice(2);
if (first === undefined) {
  process.stderr.write('usage: node scripts/run.mjs FILE.ts [args] | --bin NAME [args]\n');
  process.exit(2);
}
const node = orSayWhy(setUp);
if (first === '--bin') {
  const [name, ...args] = rest;
  launch(node, [binOf(name), ...args]);
} else {
  if (!existsSync(join(TOP, first))) {
    process.stderr.write(`${first} does not exist\n`);
    process.exit(1);
  }
  launch(node, [first, ...rest]);
}

/** The script behind an installed command; `.bin` itself holds shell shims on Windows. */
function binOf(name) {
  const bin = JSON.parse(readFileSync(join(TOP, 'node_modules', name, 'package.json'), 'utf8')).bin;
  return join(TOP, 'node_modules', name, typeof bin === 'string' ? bin : bin[name]);
}
