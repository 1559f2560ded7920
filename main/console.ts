/**
 * `npm run console`: one console on this machine, in Electron where it is installed and in a browser otherwise. What
 * a person can act on is said in a sentence and ends with exit code 1 (2 for a wrong command line), data untouched.
 */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInBrowser, type RunningConsole } from './shell/browser/run.ts';
import { type CommandLine, HELP, parseCommandLine } from './shell/command-line.ts';
import { findElectron } from './shell/find-electron.ts';
import { startFailure } from './shell/start-failure.ts';

const FAILED = 1;
const USAGE = 2;
const TOP = join(import.meta.dirname, '..');
const ELECTRON_MAIN = join(TOP, 'out', 'main', 'main.js');

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const warn = (line: string): void => void process.stderr.write(`holdfast: ${line}\n`);

const args = process.argv.slice(2);
const asked = parseCommandLine(args);
if (asked.kind === 'help') process.stdout.write(HELP);
else if (asked.kind === 'wrong') {
  warn(`${asked.words}. See --help.`);
  process.exitCode = USAGE;
} else await start(asked.command);

async function start(command: CommandLine): Promise<void> {
  const electron = command.shell === 'browser' ? null : findElectron(process.env);
  if (electron !== null && existsSync(ELECTRON_MAIN)) return runElectron(electron);
  if (command.shell === 'electron') {
    warn(
      electron === null
        ? 'Electron is not installed here. Leave out --shell electron to use a browser.'
        : 'The Electron shell is not built yet. Run "npm run build" first.',
    );
    process.exitCode = FAILED;
    return;
  }
  if (command.shell === null) warn('Electron is not installed here: using the browser shell.');
  try {
    await untilClosed(
      await runInBrowser({
        command,
        say,
        warn,
        program: import.meta.filename,
        screens: join(TOP, 'out', 'renderer'),
        version: (JSON.parse(readFileSync(join(TOP, 'package.json'), 'utf8')) as { version: string }).version,
        loadCore: async () => (await import('./compose.ts')).composeConsole,
      }),
    );
  } catch (error) {
    fail(error);
  }
}

/** Ends on a signal, or when the person closes the window. A second signal does not wait. */
async function untilClosed(running: RunningConsole): Promise<void> {
  const signalled = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.once(signal, () => {
        process.on(signal, () => process.exit(FAILED));
        resolve();
      });
    }
  });
  await Promise.race([signalled, running.closedByPerson]);
  await running.close();
  process.exit(0);
}

function fail(error: unknown): never {
  const known = startFailure(error);
  if (known === null) warn(`This is a bug. ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  else warn(known.words);
  process.exit(FAILED);
}

/** Electron gets our command line as it is; its exit code is ours. */
function runElectron(binary: string): void {
  const child = spawn(binary, [TOP, ...args], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal));
  child.once('error', (error) => {
    warn(`Electron cannot be started (${error.message}). Use --shell browser.`);
    process.exit(FAILED);
  });
  child.once('exit', (code) => process.exit(code ?? FAILED));
}
