/** Runs main/console.ts as its own process, as people do, with what it says and how it ends. */
import { type ChildProcess, spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

export const TOP = join(import.meta.dirname, '..', '..');
const REGISTER_CORE = pathToFileURL(join(TOP, 'tests', 'stand-in', 'register-core.ts')).href;

export interface RunConsole {
  readonly child: ChildProcess;
  /** Address in `console ready: URL`. Rejects with all that was said when it ends before. */
  readonly ready: Promise<string>;
  readonly ended: Promise<{ readonly code: number | null; readonly out: string; readonly err: string }>;
}

/** `core: 'stand-in'` for tests that are about the shell and not about the work. */
export function runConsole(
  args: readonly string[],
  options: { readonly core: 'real' | 'stand-in'; readonly env?: NodeJS.ProcessEnv },
): RunConsole {
  // Through the environment, so that a console which this one starts gets the same core.
  const inherited = options.core === 'stand-in' ? `--import=${REGISTER_CORE}` : '';
  const child = spawn(process.execPath, [join(TOP, 'main', 'console.ts'), ...args], {
    cwd: tmpdir(),
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_OPTIONS: inherited, ...options.env },
  });
  let out = '';
  let err = '';
  const ready = Promise.withResolvers<string>();
  ready.promise.catch(() => {});
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
    const url = /^console ready: (\S+)$/m.exec(out)?.[1];
    if (url !== undefined) ready.resolve(url);
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
  const ended = new Promise<{ code: number | null; out: string; err: string }>((resolve) => {
    child.once('close', (code) => {
      ready.reject(new Error(`the console ended with ${code}: ${out}${err}`));
      resolve({ code, out, err });
    });
  });
  return { child, ready: ready.promise, ended };
}
