/**
 * Real processes on real files, killed with kill -9 at moments chosen from a seed, looked at and started again (Q-6,
 * SAVE-1, W-2). The seed gives the plan; where exactly a kill falls is the machine's own chance.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { chanceFrom, type Chance } from '../world/chance.ts';
import {
  copyFiles,
  lookAtReplica,
  lookAtServer,
  lookWithFlippedBits,
  lookWithoutLog,
  type Damage,
} from './kill-cycles-files.ts';
import { makeTemplate, PEOPLE, Station } from './kill-cycles-station.ts';

export interface KillCyclesOptions {
  readonly cycles: number;
  readonly seed: string;
  /** Stations side by side; two keep two cores busy. */
  readonly abreast?: number;
  readonly progress?: (done: number, of: number) => void;
}

/**
 * `working`: in the middle of saves · `starting`: while it starts · `closing`: while it closes in good order ·
 * `checkpoint`: a console whose log goes into the database after every save · `first`: a console's very first start ·
 * `second`: a second console on the same profile is turned away, then the first one is killed.
 */
export const KINDS = ['working', 'starting', 'closing', 'checkpoint', 'first', 'second'] as const;
export type Kind = (typeof KINDS)[number];
export const VICTIMS = ['console', 'server', 'both'] as const;
export type Victim = (typeof VICTIMS)[number];

export interface KillCyclesSummary {
  readonly seed: string;
  readonly cycles: number;
  readonly stations: number;
  readonly kinds: Readonly<Record<Kind, number>>;
  readonly victims: Readonly<Record<Victim, number>>;
  readonly acknowledged: number;
  /** What came of replicas whose `-wal` was removed, and of those with flipped bits. */
  readonly withoutLog: Readonly<Record<Damage, number>>;
  readonly flippedBits: Readonly<Record<Damage, number>>;
  readonly violations: readonly string[];
}

/** Kills that one set of files lives through before it is drained and compared. */
const LIFE = 25;

interface Counts {
  cycles: number;
  stations: number;
  acknowledged: number;
  readonly kinds: Record<Kind, number>;
  readonly victims: Record<Victim, number>;
  readonly withoutLog: Record<Damage, number>;
  readonly flippedBits: Record<Damage, number>;
  readonly violations: string[];
}

export async function runKillCycles(options: KillCyclesOptions): Promise<KillCyclesSummary> {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-kill-'));
  const cache = join(folder, 'compiled');
  mkdirSync(cache);
  const counts: Counts = {
    cycles: 0,
    stations: 0,
    acknowledged: 0,
    kinds: { working: 0, starting: 0, closing: 0, checkpoint: 0, first: 0, second: 0 },
    victims: { console: 0, server: 0, both: 0 },
    withoutLog: { refused: 0, whole: 0, altered: 0 },
    flippedBits: { refused: 0, whole: 0, altered: 0 },
    violations: [],
  };
  try {
    await makeTemplate({ folder: join(folder, 'template'), cache });
    const lanes = Math.min(options.abreast ?? 2, Math.ceil(options.cycles / LIFE));
    let begun = 0;
    const lane = async (): Promise<void> => {
      while (begun < options.cycles) {
        const cycles = Math.min(LIFE, options.cycles - begun);
        begun += cycles;
        await runStation(folder, cache, cycles, counts, options);
      }
    };
    await Promise.all(Array.from({ length: lanes }, lane));
    return { seed: options.seed, ...counts };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function runStation(
  folder: string,
  cache: string,
  cycles: number,
  counts: Counts,
  { seed, cycles: all, progress }: KillCyclesOptions,
): Promise<void> {
  const number = counts.stations++;
  const own = join(folder, `station-${number}`);
  copyFiles(join(folder, 'template'), own);
  const station = new Station({ folder: own, cache });
  const chance = chanceFrom(`${seed}/${number}`);
  const note = (words: string): void => void counts.violations.push(`station ${number}: ${words}`);
  try {
    for (let cycle = 0; cycle < cycles && station.violations.length === 0; cycle++) {
      await new Cycle(station, own, chance, counts).run();
      counts.cycles += 1;
      progress?.(counts.cycles, all);
    }
    if (station.violations.length === 0) await station.finish();
  } catch (error) {
    note(error instanceof Error ? (error.stack ?? error.message) : String(error));
  } finally {
    await station.killAll();
  }
  counts.acknowledged += station.acknowledged.reduce((sum, ids) => sum + ids.size, 0);
  for (const words of station.violations) note(words);
  rmSync(own, { recursive: true, force: true });
}

class Cycle {
  private readonly station: Station;
  private readonly copies: string;
  private readonly own: string;
  private readonly chance: Chance;
  private readonly counts: Counts;

  constructor(station: Station, own: string, chance: Chance, counts: Counts) {
    this.station = station;
    this.own = own;
    this.copies = join(own, 'copies');
    this.chance = chance;
    this.counts = counts;
  }

  async run(): Promise<void> {
    const { chance, counts } = this;
    const index = chance.between(0, PEOPLE.length - 1);
    const kind = chooseKind(chance);
    const victim = kind === 'working' || kind === 'starting' || kind === 'closing' ? chooseVictim(chance) : 'console';
    counts.kinds[kind] += 1;
    counts.victims[victim] += 1;
    if (kind === 'first') return this.firstStart();
    await this.station.startAll();
    if (kind === 'checkpoint') {
      await this.station.killSaver(index);
      this.station.savers[index] = this.station.startSaver(index, { checkpoints: true });
    }
    await this.untilMoment(kind, victim, index);
    if (kind === 'second') await this.secondConsole(index);
    if (kind === 'closing') await this.beginClosing(victim, index);
    await Promise.all([
      victim === 'console' ? null : this.station.killServer(),
      victim === 'server' ? null : this.station.killSaver(index),
    ]);
    this.look(victim, index);
  }

  private async untilMoment(kind: Kind, victim: Victim, index: number): Promise<void> {
    const { station, chance } = this;
    if (kind === 'starting') return sleep(chance.between(0, 350));
    if (victim !== 'console') await station.serverUrl();
    const saver = station.savers[index];
    if ((await saver?.line(/^saved /)) === null)
      station.violations.push(`console ${index} ended by itself: ${saver?.complaints}`);
    await sleep(chance.between(0, 60));
  }

  private async beginClosing(victim: Victim, index: number): Promise<void> {
    if (victim !== 'server') this.station.savers[index]?.say('close');
    if (victim !== 'console') this.station.server?.child.signal('SIGTERM');
    await sleep(this.chance.between(0, 25));
  }

  /** A second instance of the app says so, and the first one goes on. */
  private async secondConsole(index: number): Promise<void> {
    const second = this.station.startSaver(index, {});
    const { code } = await second.ended;
    if (code !== 1 || !/already running/.test(second.complaints))
      this.station.violations.push(`a second console on one profile ended with ${code}: ${second.complaints}`);
  }

  private async firstStart(): Promise<void> {
    const { station, chance } = this;
    await station.startAll();
    const profile = join(this.own, 'fresh');
    rmSync(profile, { recursive: true, force: true });
    const acknowledged = new Set<string>();
    const saver = station.startSaver(0, { profile }, acknowledged);
    await sleep(chance.between(100, 700));
    await saver.kill();
    copyFiles(profile, this.copies);
    station.violations.push(...lookAtReplica(this.copies, [...acknowledged], () => false));
  }

  private look(victim: Victim, index: number): void {
    const { station, chance, copies, counts } = this;
    const acknowledged = [...(station.acknowledged[index] ?? [])];
    let log: ReadonlyMap<string, number> = new Map();
    if (victim !== 'console') {
      copyFiles(station.serverFolder(), copies);
      const looked = lookAtServer(copies);
      log = looked.log;
      station.violations.push(...looked.violations);
    }
    if (victim === 'server') return;
    const profile = station.profile(index);
    copyFiles(profile, copies);
    station.violations.push(...lookAtReplica(copies, acknowledged, (id) => log.has(id)));
    if (chance.is(0.1)) {
      copyFiles(profile, copies);
      const { came, violations } = lookWithoutLog(copies, acknowledged);
      counts.withoutLog[came] += 1;
      station.violations.push(...violations);
    }
    if (chance.is(0.2)) {
      copyFiles(profile, copies);
      const { came, violations } = lookWithFlippedBits(copies, acknowledged, chance);
      counts.flippedBits[came] += 1;
      station.violations.push(...violations);
    }
  }
}

function chooseKind(chance: Chance): Kind {
  const at = chance.next();
  if (at < 0.7) return 'working';
  if (at < 0.79) return 'starting';
  if (at < 0.87) return 'closing';
  if (at < 0.92) return 'checkpoint';
  return at < 0.96 ? 'first' : 'second';
}

function chooseVictim(chance: Chance): Victim {
  const at = chance.next();
  if (at < 0.55) return 'console';
  return at < 0.8 ? 'server' : 'both';
}
