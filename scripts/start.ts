/**
 * `npm start`: a server with the demo hospital and a console beside it, as separate processes, both ended together. What
 * it prints (`server ready: URL`, `console ready: URL`) is relied on by people and scripts.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build, isBuilt } from './build.ts';

const TOP = join(import.meta.dirname, '..');
const HELP = `npm start -- [options]
  --data DIR    where server and console keep their data (default: .holdfast in this folder)
  --port N      port of the server (default: a free one)
  --no-open     do not open a window; print where the console is
`;

const { values } = readArgs();
if (values.help) {
  process.stdout.write(HELP);
  process.exit(0);
}
const data = values.data ?? join(TOP, '.holdfast');
mkdirSync(data, { recursive: true });
if (!isBuilt() && (await build()) !== 0) process.exit(1);

const children: ChildProcess[] = [];
let stopping = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop(0));

const server = run([
  'server/main.ts',
  'serve',
  '--demo',
  '--db',
  `sqlite:${join(data, 'server.db')}`,
  '--port',
  values.port ?? '0',
  '--log',
  'warn',
]);
const url = await lineOf(server, /^server ready: (\S+)$/m);
process.stdout.write(`server ready: ${url}\n`);
const consoleArgs = [
  'main/console.ts',
  '--server',
  url,
  '--profile',
  join(data, 'console'),
  ...(values['no-open'] ? ['--no-open'] : []),
];
const console_ = run(consoleArgs);
process.stdout.write(`console ready: ${await lineOf(console_, /^console ready: (\S+)$/m)}\n`);

function run(args: readonly string[]): ChildProcess {
  const child = spawn(process.execPath, args, { cwd: TOP, stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  child.once('exit', (code) => stop(code ?? 1));
  return child;
}

function lineOf(child: ChildProcess, pattern: RegExp): Promise<string> {
  return new Promise((resolve) => {
    let said = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      said = `${said}${text}`.slice(-10_000);
      const found = pattern.exec(said);
      if (found?.[1] !== undefined) resolve(found[1]);
    });
  });
}

/** When one ends, both end: a server without a console helps nobody here. */
function stop(code: number): void {
  if (stopping) return;
  stopping = true;
  process.exitCode = code;
  for (const child of children.toReversed()) child.kill('SIGTERM');
}

function readArgs() {
  try {
    return parseArgs({
      options: {
        data: { type: 'string' },
        port: { type: 'string' },
        'no-open': { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${HELP}`);
    process.exit(2);
  }
}
