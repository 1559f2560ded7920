/** A console without a window, as a process of its own, that saves many notes offline and then connects. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { kill } from './processes.ts';

export interface Saver {
  /** Resolves when everything it saved has been seen back in its replica. */
  readonly settled: Promise<void>;
  stop(): Promise<void>;
}

/** Resolves once all are saved and the link was switched on. */
export function startSaver(profile: string, server: string, person: string, saves: number): Promise<Saver> {
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, 'saver-process.ts'), profile, server, person, String(saves)],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  return new Promise((resolve, reject) => {
    const settled = Promise.withResolvers<void>();
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      if (said.includes('connecting')) resolve({ settled: settled.promise, stop: () => kill(child, 'SIGTERM') });
      if (said.includes('settled')) settled.resolve();
    });
    child.once('exit', (code) => {
      const error = new Error(`the saver ended with ${code}: ${said}`);
      reject(error);
      settled.reject(error);
    });
    settled.promise.catch(() => {});
  });
}
