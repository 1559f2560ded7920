/** One run's world: a server, laptops with people at them, the air between, and what everybody remembers. */
import { copyFileSync, cpSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Packer } from '../../protocol/wire/frame.ts';
import { Attacker, INSIDER } from './attacker.ts';
import type { Plan } from '../plan/plan.ts';
import { createBook, type Book } from './book.ts';
import { chanceFrom, type Chance } from './chance.ts';
import {
  HOSPITALS,
  ORG,
  replicaFolder,
  serverFile,
  type Hospital,
  type HospitalName,
  type Member,
} from './hospital.ts';
import { LabLaptop } from './laptop.ts';
import { createLoop, type Loop } from './loop.ts';
import { Air } from './network.ts';
import { Person } from './person.ts';
import { Killed } from './process.ts';
import { LabServer } from './server.ts';
import { createTrace, type Trace } from './trace.ts';
import { VERSIONS } from './versions.ts';

export interface WorldOptions {
  readonly seed: string;
  readonly cast: readonly number[];
  /** Absent: everybody runs the product as it is. */
  readonly versions?: Plan['versions'];
  readonly hospital: HospitalName;
  /** That hospital as `foundHospital` made it. */
  readonly template: string;
  /** Empty folder for this run. */
  readonly folder: string;
  readonly packer: Packer;
  readonly settle: () => Promise<void>;
}

/** Counts of what the network did: for the summary. */
export interface Traffic {
  up: number;
  down: number;
  lost: number;
  bytes: number;
}

export interface Seat {
  readonly laptop: LabLaptop;
  readonly person: Person;
}

export class World {
  readonly loop: Loop;
  readonly chance: Chance;
  readonly trace: Trace;
  readonly book: Book = createBook();
  readonly server: LabServer;
  readonly seats: Seat[] = [];
  readonly attacker: Attacker;
  readonly traffic: Traffic = { up: 0, down: 0, lost: 0, bytes: 0 };
  /** For the attacker: what honest laptops sent lately. */
  private captured: Uint8Array[] = [];
  /** Bugs of the programs: what they threw where nobody caught it, and what they logged as unexpected. */
  readonly bugs: string[] = [];
  /** Everything works again: what was still to go wrong does not any more. */
  healed = false;
  /** A disk was copied, or replaced by an old copy. */
  copied = false;
  /** Laptops whose disk was replaced by an old copy. */
  readonly lostDisks = new Set<string>();
  private readonly welcomed = new Map<string, { readonly at: number; readonly start: number }>();
  private readonly calm = new Map<string, number>();
  private readonly options: WorldOptions;
  private readonly packer: Packer;
  private readonly kinds = new WeakMap<Uint8Array, string>();

  constructor(options: WorldOptions) {
    this.options = options;
    this.loop = createLoop(options.settle, (error) => this.bug('world', error));
    this.chance = chanceFrom(options.seed);
    this.trace = createTrace(() => this.loop.now());
    this.packer = this.noting(options.packer);
    mkdirSync(options.folder, { recursive: true });
    copyFileSync(serverFile(options.template), serverFile(options.folder));
    this.server = new LabServer({
      folder: options.folder,
      hospital: options.hospital,
      loop: this.loop,
      chance: this.chance.fork('server'),
      packer: this.packer,
      say: (words) => this.trace.say('server', words),
      onBug: (error) => this.bug('server', error),
      log: (line) => this.logged('server', line),
    });
    this.attacker = this.makeAttacker();
    const { members }: Hospital = HOSPITALS[options.hospital];
    for (const no of options.cast) {
      const member = members[no];
      if (member) this.seat(member, member.name);
    }
    const { versions } = options;
    if (!versions) return;
    this.server.schema = VERSIONS[versions.server];
    this.seats.forEach(({ laptop }, i) => (laptop.schema = VERSIONS[versions.laptops[i] ?? 'present']));
  }

  /** A laptop of that member, on the disk that stands in its folder or a freshly enrolled one. */
  seat(member: Member, name: string): Seat {
    const folder = join(this.options.folder, name);
    if (!existsSync(folder)) cpSync(replicaFolder(this.options.template, member), folder, { recursive: true });
    const say = (words: string): void => this.trace.say(name, words);
    const onBug = (error: unknown): void => this.bug(name, error);
    const air = new Air({
      loop: this.loop,
      chance: this.chance.fork(`air ${name}`),
      doorstep: { accept: (link) => this.server.accept(link, () => air.cut(this.chance.is(0.5) ? 'told' : 'silent')) },
      heard: (what, frame) => this.heard(name, what, frame),
    });
    const chance = this.chance.fork(`laptop ${name}`);
    const log = (line: { readonly event: string }): void => this.logged(name, line);
    const { loop, packer } = this;
    const laptop = new LabLaptop({ name, member, folder, loop, chance, packer, air, say, onBug, log });
    const person = new Person({ laptop, book: this.book, now: () => this.loop.now(), say, onBug });
    const seat = { laptop, person };
    this.seats.push(seat);
    return seat;
  }

  private makeAttacker(): Attacker {
    return new Attacker({
      loop: this.loop,
      chance: this.chance.fork('attacker'),
      doorstep: { accept: (link) => this.server.accept(link, () => this.attacker.leave()) },
      captured: () => this.captured,
      replicaFile: join(replicaFolder(this.options.template, INSIDER), 'replica.db'),
      onBug: (error) => this.bug('attacker', error),
    });
  }

  bug(who: string, error: unknown): void {
    if (error instanceof Killed || DISK.test(String(error))) return;
    const words = error instanceof Error ? (error.stack ?? error.message) : String(error);
    this.bugs.push(`${who}: ${words}`);
    this.trace.say(who, `THROWS ${words.split('\n')[0] ?? ''}`);
  }

  /** Something is in the way of that laptop, or of all of them, until then (virtual milliseconds). */
  disturb(until: number, laptop: string | null): void {
    for (const { laptop: l } of this.seats)
      if (laptop === null || laptop === l.name) this.calm.set(l.name, Math.max(this.calmSince(l.name), until));
  }

  /**
   * It has heard from the server since that was last put back to an older state, and has not forgotten it: a program
   * that died before it could write it down has to be told again.
   */
  knowsTheServer(laptop: LabLaptop): boolean {
    const welcomed = this.welcomed.get(laptop.name);
    if (!welcomed || welcomed.at <= this.server.restoredAt) return false;
    const log = this.server.storage()?.incarnations.all(ORG).at(-1)?.incarnation;
    return welcomed.start === laptop.starts || laptop.knownLog() === log;
  }

  /** Since when nothing has been in the way of that laptop. */
  calmSince(laptop: string): number {
    return this.calm.get(laptop) ?? 0;
  }

  folder(): string {
    return this.options.folder;
  }

  /** Lines that only a bug writes: everything else that is logged is part of bad weather. */
  private logged(who: string, line: { readonly event: string; readonly [key: string]: unknown }): void {
    const isDead = JSON.stringify(line).includes('Killed: killed');
    if (isDead) return;
    this.trace.say(who, `notes ${JSON.stringify(line).split('\\n')[0]?.slice(0, 300) ?? ''}`);
    // Of a copy the server knows more than it can account for: that is the alarm it should raise (L-1).
    if (line.event === 'ledger differs' && (this.copied || line['device'] === INSIDER.device)) return;
    if (BUG_EVENTS.has(line.event) && !DISK.test(JSON.stringify(line)))
      this.bugs.push(`${who}: ${JSON.stringify(line)}`);
  }

  private heard(who: string, what: 'up' | 'down' | 'lost' | 'opened' | 'closed', frame: Uint8Array | null): void {
    if (!frame) return this.trace.say(who, what === 'opened' ? 'is connected' : 'loses the connection');
    if (what === 'opened' || what === 'closed') return;
    if (what === 'down' && this.kinds.get(frame) === 'welcome') this.greeted(who);
    if (what === 'up') this.captured = [...this.captured.slice(-9), frame];
    this.traffic[what] += 1;
    this.traffic.bytes += frame.length;
    const arrow = what === 'up' ? '→ server' : what === 'down' ? '← server' : '✗ lost';
    this.trace.say(who, `${arrow} ${this.kinds.get(frame) ?? '?'} (${frame.length} B)`);
  }

  private greeted(name: string): void {
    const seat = this.seats.find((s) => s.laptop.name === name);
    if (seat) this.welcomed.set(name, { at: this.loop.now(), start: seat.laptop.starts });
  }

  /** Remembers of each frame what it is, for the trace. */
  private noting(packer: Packer): Packer {
    return {
      pack: (text) => {
        const frame = packer.pack(text);
        this.kinds.set(frame, /^\{"k":"(\w+)"/.exec(text)?.[1] ?? 'frame');
        return frame;
      },
      unpack: (bytes, max) => packer.unpack(bytes, max),
    };
  }
}

/** What a full or failing disk makes programs say is weather, not a bug. */
const DISK =
  /database or disk is full|disk I\/O error|StorageFault: (No space left|The disk under)|ReplicaFault: The disk of this laptop/;

/** See main/sync/engine.ts and server/session/session.ts: written where something unexpected was caught. */
const BUG_EVENTS: ReadonlySet<string> = new Set([
  'frame not handled',
  'delta not applied',
  'not a frame',
  'session failed',
  // No disk of the lab flips bits: what had to be mended, or does not add up, was spoilt by a program.
  'replica mended',
  'replica still differs',
  'ledger differs',
]);
