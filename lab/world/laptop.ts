/**
 * A laptop in the lab: the real console core, engine and replica on a virtual clock, a disk that can fail and a link
 * with weather. What is killed loses what was not committed; what loses power loses what was not flushed as well.
 */
import { copyFileSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Packer } from '../../protocol/wire/frame.ts';
import type { Settings } from '../../protocol/ipc/api.ts';
import { ConsoleCoreImpl } from '../../main/console-core.ts';
import { deviceKey } from '../../main/identity/device-key.ts';
import { closeReplica, openForReading, openReplica, type Writable } from '../../main/replica/open.ts';
import { Replica } from '../../main/replica/replica.ts';
import { Engine } from '../../main/sync/engine.ts';
import type { Dialer, Timers } from '../../main/sync/link.ts';
import type { Schema } from '../../domain/schema/types.ts';
import { digest48, schema, sha256 } from '../../main/compose.ts';
import type { Chance } from './chance.ts';
import { withDisk, type LabDisk } from './disk.ts';
import { BEGINNING, type Member } from './hospital.ts';
import type { Loop } from './loop.ts';
import type { Air } from './network.ts';
import { Killed, startProcess, survive, type LabProcess } from './process.ts';

export interface LaptopOptions {
  readonly name: string;
  readonly member: Member;
  readonly folder: string;
  readonly loop: Loop;
  readonly chance: Chance;
  readonly packer: Packer;
  readonly air: Air;
  readonly say: (words: string) => void;
  readonly onBug: (error: unknown) => void;
  readonly log: (line: { readonly event: string; readonly [key: string]: unknown }) => void;
}

interface Running {
  readonly process: LabProcess;
  readonly raw: Writable;
  readonly replica: Replica;
  readonly engine: Engine;
  readonly core: ConsoleCoreImpl;
}

/** The reserve of SAVE-3, without 16 MB of zeros: it can be given up once. */
interface LabReserve {
  isLow(): boolean;
  release(): boolean;
}

/** Somebody's patience. */
const START_AGAIN_MS = 5_000;
const DISPLAY: Settings = { theme: 'system', textSize: 'normal', density: 'normal' };

export class LabLaptop {
  readonly name: string;
  readonly member: Member;
  readonly folder: string;
  readonly air: Air;
  readonly disk: LabDisk = { fault: 'none', onDurable: () => undefined };
  /** How far its wall clock is off, milliseconds. */
  skewMs = 0;
  /** Milliseconds gained in each millisecond. */
  drift = 0;
  starts = 0;
  /** That its app knows; another one after an update. */
  schema: Schema = schema;
  /** Copies of its disk: after the last flushed commit (when watched), and one put aside long ago. */
  private watched = false;
  private readonly options: LaptopOptions;
  /** The program that was started last, whether it came up or not. */
  private begun: LabProcess | null = null;
  private running: Running | null = null;

  constructor(options: LaptopOptions) {
    this.options = options;
    this.name = options.name;
    this.member = options.member;
    this.folder = options.folder;
    this.air = options.air;
  }

  isUp(): boolean {
    return this.running !== null && this.running.process.isAlive();
  }

  /** The parts of the running console. @throws Killed when it does not run */
  parts(): Running {
    if (!this.running?.process.isAlive()) throw new Killed();
    return this.running;
  }

  process(): LabProcess | null {
    return this.running?.process ?? null;
  }

  wallClock(): number {
    const { loop } = this.options;
    return Math.floor(BEGINNING + loop.now() * (1 + this.drift) + this.skewMs);
  }

  /** The database, to be looked at from outside: not a step of any program. Null while the laptop is off. */
  database(): Writable | null {
    return this.running?.raw ?? null;
  }

  /** The incarnation of the server's log that its replica was last in step with; null when it is off. */
  knownLog(): string | null {
    return this.running?.replica.readMeta('incarnation') ?? null;
  }

  /** Somebody tries again while its disk does not let it start. */
  start(): void {
    if (this.running) return;
    const raw = openReplica({ file: this.file(), key: null });
    try {
      this.run(raw);
    } catch (error) {
      const begun = this.begun;
      begun?.die();
      if (raw.inTransaction) raw.exec('ROLLBACK');
      raw.close();
      this.options.say(`cannot start: ${error instanceof Error ? error.message : String(error)}`);
      this.options.loop.after(START_AGAIN_MS, () => this.start());
    }
  }

  private run(raw: Writable): void {
    const { loop, chance, packer, air, onBug, log } = this.options;
    const process: LabProcess = startProcess({
      name: this.name,
      loop,
      onBug,
      // By then another program may run on this laptop.
      onDeath: () => this.running?.process === process && this.ended(),
    });
    this.begun = process;
    const clock = (): number => this.wallClock();
    const replica = new Replica(withDisk(raw, this.disk, process), {
      schema: this.schema,
      clock,
      sha256,
      digest: digest48,
    });
    const timers: Timers = {
      now: clock,
      after: (ms, task) => process.after(ms, task),
      pause: () => new Promise((resolve) => void process.after(0, resolve)),
      random: () => chance.next(),
    };
    const key = deviceKey(replica);
    const engine: Engine = new Engine({
      replica,
      timers,
      packer,
      sign: key.sign,
      version: 'lab',
      log,
      onChange: () => core.changed(),
      dialer: this.mortal(process, air.dialer()),
    });
    const core: ConsoleCoreImpl = new ConsoleCoreImpl({
      options: {
        profileDir: this.folder,
        server: 'http://server.lab',
        shell: 'browser',
        version: 'lab',
        settings: { get: () => DISPLAY, set: () => DISPLAY },
        keys: { replicaKey: () => Promise.resolve(null) },
        openAnother: null,
        log: () => undefined,
      },
      replica,
      engine,
      timers,
      reserve: this.reserve(),
      server: () => 'http://server.lab',
      useServer: () => undefined,
      zone: () => 0,
      enrolment: {
        replica,
        key,
        explain: () => Promise.resolve(''),
        after: (ms, task) => process.after(ms, task),
        random: (n) => Buffer.alloc(n, 1),
      },
    });
    this.running = { process, raw, replica, engine, core };
    this.starts += 1;
    this.options.say('starts');
    // As main/compose.ts does after the window is there.
    survive(() => (replica.readMeta('linkOff') === true ? engine.switchOff() : engine.switchOn()), onBug);
  }

  /** Frames of a dead program reach nobody; each one sent is a step at which it can die. */
  private mortal(process: LabProcess, dialer: Dialer): Dialer {
    const { onBug } = this.options;
    const alive = (work: () => void): void => {
      if (process.isAlive()) survive(work, onBug);
    };
    return {
      ...dialer,
      dial: (events) =>
        process.step(() =>
          dialer.dial({
            onOpen: (link) =>
              alive(() =>
                events.onOpen({
                  send: (frame) => process.step(() => link.send(frame)),
                  buffered: () => link.buffered(),
                  close: () => link.close(),
                }),
              ),
            onFrame: (frame) => alive(() => events.onFrame(frame)),
            onClose: () => alive(() => events.onClose()),
          }),
        ),
    };
  }

  private reserve(): LabReserve {
    let held = true;
    return {
      isLow: () => !held,
      release: () => {
        const had = held;
        held = false;
        if (had) this.disk.fault = 'none';
        return had;
      },
    };
  }

  /** kill -9: now. */
  kill(): void {
    this.running?.process.die();
  }

  /** What is left of a program that has just died is cleared away at once. */
  bury(): void {
    this.ended();
  }

  private ended(): void {
    const { running } = this;
    if (!running) return;
    this.running = null;
    if (running.raw.inTransaction) running.raw.exec('ROLLBACK');
    running.raw.close();
    this.air.cut('told');
    this.options.say('is dead');
  }

  /** Closed in good order. */
  async quit(): Promise<void> {
    const { running } = this;
    if (!running?.process.isAlive()) return;
    this.running = null;
    running.core.stop();
    await running.engine.close();
    running.process.die();
    if (running.raw.inTransaction) running.raw.exec('ROLLBACK');
    closeReplica(running.raw, this.file());
    this.options.say('quits');
  }

  /** From now on every flushed commit is copied, so that the power can be cut. */
  watch(): void {
    if (this.watched) return;
    this.watched = true;
    this.disk.onDurable = () => this.copyTo('flushed');
    if (this.running) this.copyTo('flushed');
  }

  /** The power goes: what was written after the last flush is on the disk or is not. */
  powerCut(): void {
    const { running } = this;
    if (!running || !this.watched) return;
    this.running = null;
    running.process.die();
    const keeps = this.options.chance.is(0.3);
    if (running.raw.inTransaction) running.raw.exec('ROLLBACK');
    running.raw.close();
    this.air.cut('silent');
    if (!keeps) this.bringBack('flushed');
    this.options.say(keeps ? 'loses power' : 'loses power, and what was not flushed');
  }

  /** Copies the disk as it is: for a later restore, or for a second laptop. */
  copyTo(name: string, folder = this.folder): void {
    mkdirSync(folder, { recursive: true });
    const isSecond = folder !== this.folder;
    for (const part of DISK) copy(join(this.folder, part), join(folder, isSecond ? part : `${name} ${part}`));
  }

  hasCopy(name: string): boolean {
    return existsSync(join(this.folder, `${name} replica.db`));
  }

  /** Puts a copy back in place of the disk, while the laptop is off. */
  bringBack(name: string): void {
    rmSync(`${this.file()}-shm`, { force: true });
    for (const part of DISK) copy(join(this.folder, `${name} ${part}`), join(this.folder, part));
  }

  private file(): string {
    return join(this.folder, 'replica.db');
  }
}

/** What makes up the disk of a laptop, as far as its replica is concerned. */
const DISK = ['replica.db', 'replica.db-wal', 'at-work'];

/** What is not there is not there in the copy either. */
function copy(from: string, to: string): void {
  rmSync(to, { force: true });
  if (existsSync(from)) copyFileSync(from, to);
}

/** The changes on its disk, whether it runs or not: id to edits, as text. */
export function queueOnDisk(laptop: LabLaptop): ReadonlyMap<string, string> {
  const raw = laptop.database() ?? openForReading(join(laptop.folder, 'replica.db'), null);
  try {
    const rows = raw.prepare<[], { epoch: number; seq: number; edits: string }>('SELECT epoch, seq, edits FROM change');
    return new Map(rows.all().map((r) => [`${laptop.member.device}.${r.epoch}.${r.seq}`, r.edits]));
  } finally {
    if (raw !== laptop.database()) raw.close();
  }
}
