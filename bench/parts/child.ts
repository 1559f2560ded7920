/** Programs that run beside the bench in processes of their own, so that they share no event loop with what is measured. */
import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export interface Running {
  /** Where it listens. */
  readonly url: string;
  /** Only for a server: goes on with another file. Gives where it listens then. */
  serve(file: string): Promise<string>;
  stop(): Promise<void>;
}

const START_MS = 60_000;

/** Starts a program of this folder and waits for its first message, `{ url }`. `BENCH_CPU_PROF=DIR` profiles it. */
export async function startChild(program: URL, args: readonly string[]): Promise<Running> {
  const profile = process.env['BENCH_CPU_PROF'];
  const child = fork(fileURLToPath(program), [...args], {
    execArgv: profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const url = await nextUrl(child);
  return {
    url,
    serve(file) {
      child.send({ serve: file });
      return nextUrl(child);
    },
    stop: () => stop(child),
  };
}

function nextUrl(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('a process of the bench did not start')), START_MS);
    const onExit = (code: number | null): void => reject(new Error(`a process of the bench ended with ${code}`));
    child.once('exit', onExit);
    child.once('message', (message) => {
      clearTimeout(timer);
      child.off('exit', onExit);
      resolve((message as { url: string }).url);
    });
  });
}

function stop(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.send('stop');
  });
}
