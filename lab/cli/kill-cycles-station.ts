/**
 * One server and two consoles that save on and on, as processes on files of their own, killed and started again. The
 * station keeps the account: which saves were acknowledged, and everything that was found wrong.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openForReading } from '../../main/replica/open.ts';
import { DEMO_ORG } from '../../server/demo/seed-demo.ts';
import { openDatabase } from '../../server/storage/sqlite/database.ts';
import { createSqliteStorage } from '../../server/storage/sqlite/storage.ts';
import type { Child } from './child.ts';
import { changesInLog, differences, faultsOfServer } from './compare-files.ts';
import { startSaver, startServer, type SaverTask, type ServerChild } from './saver.ts';

export const PEOPLE = ['Chloe Martin', 'Ada Brandt'] as const;
const LOOK_MS = 10;
const DRAIN_LIMIT_MS = 60_000;
/** Long enough that a few hundred saves fill pages, short enough to keep the files small. */
const SAVE_BYTES = 40;
/** Between two saves: enough to leave the machine to the processes that start, and still hundreds a second in all. */
const PAUSE_MS = 4;

export interface StationOptions {
  /** Where its files are. */
  readonly folder: string;
  /** Compiled code of the programs is kept there, which halves the time that they take to start. */
  readonly cache: string;
}

export class Station {
  readonly violations: string[] = [];
  readonly acknowledged: readonly Set<string>[] = PEOPLE.map(() => new Set());
  readonly savers: (Child | null)[] = PEOPLE.map(() => null);
  server: ServerChild | null = null;
  private readonly options: StationOptions;
  private url = '';

  constructor(options: StationOptions) {
    this.options = options;
  }

  serverFolder(): string {
    return join(this.options.folder, 'server');
  }
  profile(index: number): string {
    return join(this.options.folder, `laptop-${index}`);
  }

  /** Starts what does not run. The server's port stays the same over its restarts. */
  async startAll(task: Partial<SaverTask> = {}): Promise<void> {
    if (this.server === null) {
      const port = this.url === '' ? 0 : Number(new URL(this.url).port);
      this.server = startServer(join(this.serverFolder(), 'server.db'), port, this.env());
      if (this.url === '') this.url = await this.serverUrl();
    }
    for (const index of PEOPLE.keys()) this.savers[index] ??= this.startSaver(index, task);
  }

  startSaver(index: number, task: Partial<SaverTask>, acknowledged = this.acknowledged[index]): Child {
    return startSaver(
      {
        profile: this.profile(index),
        server: this.url,
        person: PEOPLE[index] ?? '',
        saves: null,
        bytes: SAVE_BYTES,
        pauseMs: PAUSE_MS,
        checkpoints: false,
        ...task,
      },
      {
        ...this.env(),
        onLine: (line) => void (line.startsWith('saved ') && acknowledged?.add(line.slice('saved '.length))),
      },
    );
  }

  async serverUrl(): Promise<string> {
    const url = await this.server?.url;
    if (typeof url === 'string') return url;
    this.violations.push(`the server did not start: ${this.server?.child.complaints ?? ''}`);
    return 'http://127.0.0.1:9';
  }

  async killServer(): Promise<void> {
    await this.server?.child.kill();
    this.server = null;
  }

  async killSaver(index: number): Promise<void> {
    await this.savers[index]?.kill();
    this.savers[index] = null;
  }

  async killAll(): Promise<void> {
    await Promise.all([this.killServer(), ...PEOPLE.map((_, index) => this.killSaver(index))]);
  }

  /** Nobody saves any more and nobody helps: the queues drain, then everything is closed and held together. */
  async finish(): Promise<void> {
    await this.killAll();
    await this.startAll({ saves: 0 });
    for (const [index, saver] of this.savers.entries()) {
      if ((await saver?.line(/^drained/)) === null)
        this.violations.push(`console ${index} ended while draining: ${saver?.complaints}`);
    }
    await this.caughtUp();
    await this.closeAll();
    const storage = createSqliteStorage(openDatabase(join(this.serverFolder(), 'server.db'), 'existing'));
    try {
      const log = changesInLog(storage);
      for (const id of this.acknowledged.flatMap((ids) => [...ids])) {
        if (log.get(id) !== 1)
          this.violations.push(`save ${id} was acknowledged and is ${log.get(id) ?? 0} times in the log`);
      }
      this.violations.push(...faultsOfServer(storage));
      for (const index of PEOPLE.keys()) this.violations.push(...differences(storage, this.profile(index)));
    } finally {
      storage.close();
    }
  }

  async closeAll(): Promise<void> {
    for (const [index, saver] of this.savers.entries()) {
      saver?.say('close');
      const ended = await saver?.ended;
      if (ended && ended.code !== 0) this.violations.push(`console ${index} did not close: ${saver?.complaints}`);
      this.savers[index] = null;
    }
    this.server?.child.signal('SIGTERM');
    await this.server?.child.ended;
    this.server = null;
  }

  private async caughtUp(): Promise<void> {
    const end = Date.now() + DRAIN_LIMIT_MS;
    for (const index of PEOPLE.keys()) {
      while (this.cursor(index) < this.head()) {
        if (Date.now() > end) {
          this.violations.push(`console ${index} stands at ${this.cursor(index)}, the server at ${this.head()}`);
          return;
        }
        await sleep(LOOK_MS);
      }
    }
  }

  private cursor(index: number): number {
    return readNumber(join(this.profile(index), 'replica.db'), "SELECT value FROM meta WHERE key = 'cursor'");
  }
  private head(): number {
    return readNumber(
      join(this.serverFolder(), 'server.db'),
      `SELECT position FROM organisation WHERE org = '${DEMO_ORG}'`,
    );
  }
  private env(): { readonly env: Readonly<Record<string, string>> } {
    return { env: { NODE_COMPILE_CACHE: this.options.cache } };
  }
}

/** Files to begin with: the demo's server, and consoles that are enrolled and have seen all of it. */
export async function makeTemplate(options: StationOptions): Promise<void> {
  const station = new Station(options);
  mkdirSync(station.serverFolder(), { recursive: true });
  await station.startAll({ saves: 0 });
  for (const saver of station.savers) await saver?.line(/^drained/);
  await station.closeAll();
  if (station.violations.length > 0) throw new Error(station.violations.join('\n'));
}

function readNumber(file: string, sql: string): number {
  const db = openForReading(file, null);
  try {
    return Number(db.prepare(sql).pluck().get());
  } finally {
    db.close();
  }
}
