/** Runs the BUILT main script on the stand-in `electron`, as its own process, with a line to its page. */
import { type ChildProcess, fork } from 'node:child_process';
import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Question } from '../stand-in/control.ts';
import type { Notes } from '../stand-in/notes.ts';
import { freshFolder } from './fresh-folder.ts';
import { TOP } from './run-console.ts';

const hook = (name: string): string => `--import=${pathToFileURL(join(TOP, 'tests', 'stand-in', name)).href}`;

export interface RunElectron {
  readonly child: ChildProcess;
  readonly ready: Promise<void>;
  readonly ended: Promise<{ readonly code: number | null; readonly out: string; readonly err: string }>;
  ask(question: Question): Promise<unknown>;
  notes(): Promise<Notes & { readonly privileged: readonly object[] }>;
}

/** The built scripts beside a page without a script of its own, so that a test is the only one who talks. */
export function installWithBlankPage(): string {
  const folder = freshFolder('app');
  for (const part of ['main', 'preload'])
    cpSync(join(TOP, 'out', part), join(folder, 'out', part), { recursive: true });
  mkdirSync(join(folder, 'out', 'renderer', 'assets'), { recursive: true });
  writeFileSync(
    join(folder, 'out', 'renderer', 'index.html'),
    '<!doctype html><html lang="en"><title>Blank</title><script src="./assets/loaded.js"></script><body>blank</body></html>',
  );
  writeFileSync(join(folder, 'out', 'renderer', 'assets', 'loaded.js'), 'window.loadedFromAssets = true;');
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  symlinkSync(join(TOP, 'node_modules'), join(folder, 'node_modules'), 'junction');
  return folder;
}

/** `core: 'stand-in'` for tests that are about the shell and not about the work. */
export function runElectron(
  folder: string,
  args: readonly string[],
  options: { readonly core: 'real' | 'stand-in'; readonly env?: NodeJS.ProcessEnv },
): RunElectron {
  const child = fork(join(folder, 'out', 'main', 'main.js'), [...args], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    execArgv: [],
    env: {
      ...process.env,
      NODE_OPTIONS: [
        hook('register-electron.ts'),
        ...(options.core === 'stand-in' ? [hook('register-core.ts')] : []),
      ].join(' '),
      ...options.env,
    },
  });
  let out = '';
  let err = '';
  const ready = Promise.withResolvers<void>();
  ready.promise.catch(() => {});
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    out += text;
    if (out.includes('console ready: app://holdfast/\n')) ready.resolve();
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (err += text));
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  const ended = new Promise<{ code: number | null; out: string; err: string }>((resolve) => {
    child.once('close', (code) => {
      const gone = new Error(`the program ended with ${code}: ${out}${err}`);
      ready.reject(gone);
      for (const one of waiting.values()) one.reject(gone);
      resolve({ code, out, err });
    });
  });
  child.on('message', ({ id, result, error }: { id: number; result?: unknown; error?: string }) => {
    const one = waiting.get(id);
    waiting.delete(id);
    if (error === undefined) one?.resolve(result);
    else one?.reject(new Error(error));
  });
  let lastId = 0;
  const ask = (question: Question): Promise<unknown> =>
    new Promise((resolve, reject) => {
      waiting.set((lastId += 1), { resolve, reject });
      child.send({ id: lastId, question });
    });
  return {
    child,
    ready: ready.promise,
    ended,
    ask,
    notes: async () => (await ask({ ask: 'notes' })) as Notes & { privileged: object[] },
  };
}
