/**
 * `sockets`: every weather in turn, and pairs of them from the seed, over real sockets: a real server process, a proxy,
 * real console processes that save. After each it clears, nobody touches anything, and then: queues drained, nothing
 * lost, nothing twice, all replicas equal to the server. Real time, so it takes minutes.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WEATHER_NAMES, type WeatherName } from '../../domain/weather/weather.ts';
import { chanceFrom, type Chance } from '../world/chance.ts';
import { table } from './print.ts';
import type { Saying } from './seeds.ts';
import { SocketsStation, type Round } from './sockets-station.ts';

export interface SocketsArguments {
  /** The first seed, and how many: each is a round through all weathers. */
  readonly from: number;
  readonly seeds: number;
  /** Consoles at each station, at most six; null: two. */
  readonly devices: number | null;
  /** Stations side by side: they mostly wait. */
  readonly jobs: number;
  readonly json: boolean;
  /** Only these, one after the other in one round each; left out: all, and pairs. */
  readonly weathers?: readonly WeatherName[];
  /** Milliseconds that each weather is held; left out: 6,000. */
  readonly holdMs?: number;
}

export interface SocketsSummary {
  readonly rounds: readonly Round[];
  readonly violations: number;
  readonly saves: number;
  readonly deviceHours: number;
}

const HOLD_MS = 6_000;
const PAIRS = 6;
/** A laptop without interfaces cannot be made with a proxy: `netns` has it. */
const NOT_HERE: readonly WeatherName[] = ['no-network'];

export async function runSockets(args: SocketsArguments, { say, hint }: Saying): Promise<SocketsSummary> {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-sockets-'));
  const rounds: Round[] = [];
  const began = Date.now();
  const plan = planOf(args);
  const waiting = [...plan.keys()];
  const work = async (lane: number): Promise<void> => {
    const own = join(folder, `station-${lane}`);
    mkdirSync(own);
    const station = new SocketsStation(own, chanceFrom(`sockets ${args.from} ${lane}`), args.devices ?? 2);
    try {
      await station.open();
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        rounds.push(await station.round(plan[next] ?? [], args.holdMs ?? HOLD_MS));
        hint(`sockets: ${rounds.length} of ${plan.length}`);
      }
    } finally {
      await station.close();
    }
  };
  try {
    await Promise.all(Array.from({ length: Math.max(1, args.jobs) }, (_, lane) => work(lane)));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const summary = {
    rounds,
    violations: rounds.reduce((sum, r) => sum + r.violations.length, 0),
    saves: rounds.reduce((sum, r) => sum + r.saves, 0),
    deviceHours: ((Date.now() - began) * args.jobs * (args.devices ?? 2)) / 3_600_000,
  };
  say(args.json ? socketsLine(args, summary) : socketsText(summary));
  return summary;
}

function planOf({ from, seeds, weathers }: SocketsArguments): readonly (readonly WeatherName[])[] {
  const each = (weathers ?? WEATHER_NAMES).filter((name) => !NOT_HERE.includes(name));
  return Array.from({ length: seeds }, (_, i) => chanceFrom(`sockets ${from + i}`)).flatMap((chance) => [
    ...chance.shuffled(each).map((name) => [name]),
    ...(weathers ? [] : pairs(each, chance)),
  ]);
}

function pairs(each: readonly WeatherName[], chance: Chance): readonly (readonly WeatherName[])[] {
  // A name that does not resolve is given to a console before it starts; it stands alone.
  const some = each.filter((name) => name !== 'name-failure' && name !== 'clear');
  return Array.from({ length: PAIRS }, () => chance.shuffled(some).slice(0, 2));
}

function socketsText({ rounds, violations, saves }: SocketsSummary): string {
  const head = ['weather', 'saves', 'connections', 'cuts', 'bytes lost', 'healed after', 'found'] as const;
  const lines = rounds.map((r) => [
    r.weathers.join(', then '),
    r.saves,
    r.connections,
    r.cuts,
    r.lostBytes,
    `${(r.healedMs / 1_000).toFixed(1)} s`,
    r.violations.length === 0 ? 'nothing wrong' : r.violations.slice(0, 3).join(' | '),
  ]);
  const end = `${rounds.length} rounds, ${saves} saves acknowledged, ${violations} violations. Not here: ${NOT_HERE.join(', ')}.`;
  return `${table([head, ...lines])}\n\n${end}`;
}

/** As every command of the lab says it to a machine. */
function socketsLine(args: SocketsArguments, { rounds, violations, saves, deviceHours }: SocketsSummary): string {
  const faults: Record<string, number> = {};
  for (const name of rounds.flatMap((r) => r.weathers)) faults[name] = (faults[name] ?? 0) + 1;
  const checks = { drained: rounds.length, nothingLost: saves, nothingTwice: saves, replicasEqual: rounds.length };
  return JSON.stringify({
    scenario: 'sockets',
    seeds: args.seeds,
    violations,
    deviceHours,
    speedup: 1,
    faults,
    checks,
  });
}
