/** Starting the console of `saver-process.ts` and the real server, as the process drivers of the lab do. */
import { join } from 'node:path';
import { Child, type ChildOptions } from './child.ts';

const TOP = join(import.meta.dirname, '..', '..');
export const SAVER_PIN = '2468';

export interface SaverTask {
  readonly profile: string;
  readonly server: string;
  /** One of the demo's people: who enrols, when nobody has yet. */
  readonly person: string;
  /** How many saves; null: until it is told to hold, or killed. */
  readonly saves: number | null;
  /** Length of what each save adds. */
  readonly bytes: number;
  /** Milliseconds between two saves; 0: none but a turn of the event loop. */
  readonly pauseMs: number;
  /** Moves the write-ahead log into the database after every save. */
  readonly checkpoints: boolean;
}

/** Says `ready` when it is open, `saved ID` for each save, `drained` when nothing waits, `closed` at its end. */
export function startSaver(task: SaverTask, options?: ChildOptions): Child {
  return new Child([process.execPath, join(import.meta.dirname, 'saver-process.ts'), JSON.stringify(task)], options);
}

export function serverCommand(file: string, port: number): readonly [string, ...string[]] {
  const serve = ['serve', '--demo', '--db', `sqlite:${file}`, '--port', String(port), '--log', 'error'];
  return [process.execPath, join(TOP, 'server', 'main.ts'), ...serve];
}

export interface ServerChild {
  readonly child: Child;
  /** Where it listens; null when it ended before it did. */
  readonly url: Promise<string | null>;
}

export function startServer(file: string, port: number, options?: ChildOptions): ServerChild {
  const child = new Child(serverCommand(file, port), options);
  const url = child.line(/^server ready: /).then((line) => line?.slice('server ready: '.length) ?? null);
  return { child, url };
}
