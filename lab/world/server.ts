/**
 * The server's program in the lab: the real storage, committer, sessions and fan-out on a virtual clock. Killing it
 * rolls back what was not committed and throws everything else away; starting it again reads the same files.
 */
import { copyFileSync, existsSync, rmSync } from 'node:fs';
import type { FrameLink, Packer } from '../../protocol/wire/frame.ts';
import type { Schema } from '../../domain/schema/types.ts';
import { createGate } from '../../server/auth/gate.ts';
import { leaseKey } from '../../server/auth/lease.ts';
import { digest48, schema, sha256 } from '../../server/compose.ts';
import type { SessionPorts } from '../../server/session/ports.ts';
import { Session } from '../../server/session/session.ts';
import type { Storage } from '../../server/storage/contract/storage.ts';
import { openDatabase, type Database } from '../../server/storage/sqlite/database.ts';
import { createSqliteStorage } from '../../server/storage/sqlite/storage.ts';
import { createFanOut } from '../../server/sync/fan-out.ts';
import { createCommitter } from '../../server/sync/persist.ts';
import type { Committer } from '../../server/sync/committer.ts';
import { watchQuestions } from '../../server/sync/watch-questions.ts';
import { createRing, FrameCache } from '../../server/sync/publish.ts';
import type { Chance } from './chance.ts';
import { withDisk, type LabDisk } from './disk.ts';
import { BEGINNING, HOSPITALS, ORG, serverFile, type HospitalName } from './hospital.ts';
import type { Loop } from './loop.ts';
import type { Guest } from './network.ts';
import { startProcess, survive, type LabProcess } from './process.ts';

/** As the real server does (server/compose.ts). */
const EXPIRE_EVERY_MS = 60_000;
/** A supervisor's patience. */
const START_AGAIN_MS = 5_000;

export interface ServerOptions {
  readonly folder: string;
  readonly hospital: HospitalName;
  readonly loop: Loop;
  readonly chance: Chance;
  readonly packer: Packer;
  readonly say: (words: string) => void;
  readonly onBug: (error: unknown) => void;
  readonly log: (line: { readonly event: string; readonly [key: string]: unknown }) => void;
}

interface Running {
  readonly process: LabProcess;
  readonly storage: Storage;
  readonly committer: Committer;
  readonly ports: SessionPorts;
  readonly sessions: Set<Session>;
  /** Ends of connections, to be dropped when the program ends. */
  readonly ends: Set<() => void>;
  shut(outcome: 'clean' | 'unclean'): void;
}

export class LabServer {
  /** Time that it asks for; null: it takes work. */
  busy: { readonly comeBackMs: number } | null = null;
  readonly disk: LabDisk = { fault: 'none', onDurable: () => undefined };
  /** Times it was started on a file copied back from a backup, and when last (virtual milliseconds). */
  restored = 0;
  restoredAt = -1;
  starts = 0;
  /** Records of one delta: few in most runs, so that a hospital of some forty records comes in many pieces. */
  private readonly deltaRecords: number;
  /** That its program knows; another one after an update. */
  schema: Schema = schema;
  private readonly options: ServerOptions;
  private begins = false;
  private running: Running | null = null;

  constructor(options: ServerOptions) {
    this.options = options;
    this.deltaRecords = options.chance.pick([3, 8, 20, 2_000]);
  }

  isUp(): boolean {
    return this.running !== null && this.running.process.isAlive();
  }

  /** For looking at what it has kept; null while it is down. */
  storage(): Storage | null {
    return this.isUp() ? (this.running?.storage ?? null) : null;
  }

  process(): LabProcess | null {
    return this.running?.process ?? null;
  }

  /** Tried again while its disk does not let it start, as any supervisor would. */
  start(): void {
    if (this.running) return;
    const { loop } = this.options;
    const database = openDatabase(serverFile(this.options.folder), 'existing');
    try {
      this.run(database);
    } catch (error) {
      this.process()?.die();
      this.running = null;
      database.close('unclean');
      this.options.say(`cannot start: ${error instanceof Error ? error.message : String(error)}`);
      loop.after(START_AGAIN_MS, () => this.start());
    }
  }

  private run(database: Database): void {
    const { loop, chance, packer, onBug, log } = this.options;
    const clock = (): number => BEGINNING + Math.floor(loop.now());
    const process: LabProcess = startProcess({
      name: 'server',
      loop,
      onBug,
      onDeath: () => this.running?.process === process && this.stop('unclean'),
    });
    const raw = database.connection;
    const storage = createSqliteStorage(
      { ...database, connection: withDisk(raw, this.disk, process) },
      // A server that cannot trust its disk ends: never shrugged off (craft.md, "EIO on fsync").
      () => process.die(),
    );
    storage.adoptSchema(ORG, this.schema);
    if (this.begins) {
      const incarnation = `incarnation-${++this.restored + 1}`;
      storage.incarnations.begin(ORG, { incarnation, cause: 'restored', at: clock(), lost: null });
      this.begins = false;
    }
    const after = (ms: number, task: () => void): (() => void) => process.after(ms, task);
    const sessions = new Set<Session>();
    const ring = createRing(storage.head(ORG).position);
    const frames = new FrameCache(packer);
    const fanOut = createFanOut({ sessions, ring, frames, clock, after });
    const soon = (task: () => void): void => void process.after(0, task);
    const committer = createCommitter({
      storage,
      org: ORG,
      schema: this.schema,
      sha256,
      digest: digest48,
      clock,
      soon,
      onCommitted: fanOut.committed,
    });
    const random = (n: number): Uint8Array => Uint8Array.from({ length: n }, () => chance.between(0, 255));
    const gate = createGate({
      directory: storage.directory,
      org: ORG,
      key: leaseKey(storage.directory),
      clock,
      random,
    });
    const ports: SessionPorts = {
      org: ORG,
      schema: this.schema,
      storage,
      committer,
      ring,
      frames,
      packer,
      gate,
      clock,
      sha256,
      metrics: silentMetrics,
      log,
      busy: () => this.busy,
      deltaRecords: this.deltaRecords,
    };
    const shut = (outcome: 'clean' | 'unclean'): void => {
      fanOut.stop();
      if (raw.inTransaction) raw.exec('ROLLBACK');
      database.close(outcome);
    };
    this.running = { process, storage, committer, ports, sessions, ends: new Set(), shut };
    this.starts += 1;
    this.expireSoon(process, committer);
    // Only where the scenario is about it: the others keep the steps at which their servers die.
    if (HOSPITALS[this.options.hospital].escalateAfterMs !== null) watchQuestions({ committer, after, log });
    this.options.say(`starts, log at ${storage.head(ORG).position}`);
  }

  private expireSoon(process: LabProcess, committer: Committer): void {
    process.after(EXPIRE_EVERY_MS, () => {
      committer
        .expireWaiting()
        .catch((error: unknown) => this.options.log({ event: 'not expired', error: String(error) }));
      this.expireSoon(process, committer);
    });
  }

  /** Ends its program; what was not committed never was. Connections break. */
  stop(outcome: 'clean' | 'unclean'): void {
    const { running } = this;
    if (!running) return;
    this.running = null;
    running.process.die();
    running.shut(outcome);
    this.options.say(outcome === 'clean' ? 'stops' : 'dies');
    for (const end of running.ends) end();
  }

  /** Somebody connects: a session on that link, or null when nobody listens. `broken` is called when the program ends. */
  accept(link: FrameLink, broken: () => void): Guest | null {
    const { running } = this;
    if (!running?.process.isAlive()) return null;
    const { process, ports, sessions, ends } = running;
    const mine: FrameLink = {
      ...link,
      send: (frame) => process.step(() => link.send(frame)),
      close: () => process.isAlive() && link.close(),
    };
    const session = new Session(ports, mine);
    sessions.add(session);
    ends.add(broken);
    survive(() => session.open(), this.options.onBug);
    return {
      frame: (frame) => {
        if (process.isAlive()) session.receive(frame).catch(this.options.onBug);
      },
      ended: () => {
        sessions.delete(session);
        ends.delete(broken);
        session.ended();
      },
    };
  }

  sessions(): number {
    return this.running?.sessions.size ?? 0;
  }

  /** Yesterday's backup: a plain copy of the file, made while nothing is being written. */
  backup(): void {
    const file = serverFile(this.options.folder);
    // What is not there now must not be there in the copy: the log of an older state would be read into this one.
    for (const part of ['', '-wal']) {
      rmSync(`${file}.backup${part}`, { force: true });
      if (existsSync(file + part)) copyFileSync(file + part, `${file}.backup${part}`);
    }
    this.options.say('is backed up');
  }

  hasBackup(): boolean {
    return existsSync(`${serverFile(this.options.folder)}.backup`);
  }

  /**
   * Dies, and comes up again on the backup. `told`: by the command for it, which begins a new incarnation of the log;
   * else the file was simply copied into place, and the server has to find out from its laptops (W-12).
   */
  restoreBackup(told: boolean): void {
    if (!this.hasBackup()) return;
    this.stop('unclean');
    const file = serverFile(this.options.folder);
    for (const part of ['', '-wal', '-shm']) {
      rmSync(file + part, { force: true });
      if (existsSync(`${file}.backup${part}`)) copyFileSync(`${file}.backup${part}`, file + part);
    }
    this.begins = told;
    this.restoredAt = this.options.loop.now();
    if (!told) this.restored += 1;
    this.options.say('is restored from its backup');
    this.start();
  }
}

const silentMetrics: SessionPorts['metrics'] = {
  pushed: () => undefined,
  outcome: () => undefined,
  refusedFrame: () => undefined,
  sentRows: () => undefined,
};
