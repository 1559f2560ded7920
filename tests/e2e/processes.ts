/** Server and consoles as processes of their own, started and stopped by the tests, killed the hard way where a test says so. */
import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { openForReading } from '../../main/replica/open.ts';
import { runConsole } from '../shell/run-console.ts';

const TOP = join(import.meta.dirname, '..', '..');
const START_LIMIT_MS = 60_000;

export interface ServerProcess {
  readonly url: string;
  readonly port: number;
  readonly child: ChildProcess;
  kill(signal: 'SIGKILL' | 'SIGTERM'): Promise<void>;
}

/** The demo hospital on a file; `port` 0 takes a free one. */
export async function startServer(file: string, port = 0): Promise<ServerProcess> {
  const args = [join(TOP, 'server', 'main.ts'), 'serve', '--demo', '--db', `sqlite:${file}`, '--port', String(port)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  const url = await new Promise<string>((resolve, reject) => {
    const limit = setTimeout(() => reject(new Error(`the server did not start: ${said}`)), START_LIMIT_MS);
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      const found = /^server ready: (\S+)$/m.exec(said)?.[1];
      if (found === undefined) return;
      clearTimeout(limit);
      resolve(found);
    });
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}: ${said}`)));
  });
  return { url, port: Number(new URL(url).port), child, kill: (signal) => kill(child, signal) };
}

export interface ConsoleProcess {
  readonly url: string;
  readonly profile: string;
  readonly child: ChildProcess;
  kill(signal: 'SIGKILL' | 'SIGTERM'): Promise<void>;
}

export async function startConsole(profile: string, server: string): Promise<ConsoleProcess> {
  const started = runConsole(['--shell', 'browser', '--no-open', '--profile', profile, '--server', server], {
    core: 'real',
  });
  return { url: await started.ready, profile, child: started.child, kill: (signal) => kill(started.child, signal) };
}

export function kill(child: ChildProcess, signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill(signal);
  });
}

/** One number out of a database file, read by a connection of its own. */
export function readNumber(file: string, sql: string, ...params: string[]): number {
  const db = openForReading(file, null);
  try {
    const value: unknown = db
      .prepare<string[]>(sql)
      .pluck()
      .get(...params);
    return Number(value);
  } finally {
    db.close();
  }
}
