/** Parts that scenarios draw their plans from: people at work, weather, crashes, in any mixture. */
import { WEATHER_NAMES, type WeatherName } from '../../domain/weather/weather.ts';
import { ATTACKS } from '../world/attacker.ts';
import type { Chance } from '../world/chance.ts';
import type { Fault, FaultKind, Step, StepKind } from './plan.ts';

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** How often people do what, by weight. */
export const EVERYDAY: Readonly<Partial<Record<StepKind, number>>> = {
  edit: 30,
  openForm: 8,
  saveForm: 10,
  append: 20,
  create: 4,
  schedule: 5,
  archive: 3,
  reopen: 1,
  answer: 8,
  undoAnswer: 1,
  move: 2,
  prefer: 3,
  check: 6,
  resend: 3,
  give: 1,
  undo: 3,
  look: 3,
  history: 2,
  linkOff: 1,
  linkOn: 3,
  tryNow: 1,
};

export interface Work {
  readonly laptops: number;
  readonly from: number;
  readonly to: number;
  /** Steps of each laptop in that time. */
  readonly steps: number;
  readonly mix?: Readonly<Partial<Record<StepKind, number>>>;
}

/** Seats of cloned laptops, behind all others: somebody works at those as well, once they are there. */
export const CLONES = 2;

export function drawWork(chance: Chance, { laptops, from, to, steps, mix = EVERYDAY }: Work): readonly Step[] {
  const kinds = Object.entries(mix) as readonly (readonly [StepKind, number])[];
  const total = kinds.reduce((sum, [, weight]) => sum + weight, 0);
  const list: Step[] = [];
  for (let laptop = 0; laptop < laptops; laptop++) {
    for (let i = 0; i < steps; i++) {
      let luck = chance.next() * total;
      const kind = kinds.find(([, weight]) => (luck -= weight) < 0)?.[0] ?? 'edit';
      const pick = [chance.next(), chance.next(), chance.next()] as const;
      list.push({ at: chance.between(from, to), laptop, does: kind, pick });
    }
  }
  return list.toSorted((a, b) => a.at - b.at);
}

/** Weathers in which nothing gets through, and those in which something does. */
export const BAD: readonly WeatherName[] = WEATHER_NAMES.filter((name) => name !== 'clear');

export interface Trouble {
  readonly laptops: number;
  readonly from: number;
  readonly to: number;
  readonly count: number;
  readonly kinds: readonly FaultKind[];
}

export function drawFaults(chance: Chance, trouble: Trouble): readonly Fault[] {
  const list: Fault[] = [];
  for (let i = 0; i < trouble.count; i++) list.push(drawFault(chance, chance.pick(trouble.kinds), trouble));
  return list.toSorted((a, b) => a.at - b.at);
}

/** Mostly soon, now and then long. */
function lasting(chance: Chance, span: number): number {
  return chance.is(0.7) ? chance.between(2 * SECOND, 5 * MINUTE) : chance.between(MINUTE, Math.max(MINUTE, span / 2));
}

/** Mostly among the first few steps, where a save or a batch is; now and then far into a catch-up. */
function stepsToDeath(chance: Chance): number {
  return chance.is(0.8) ? chance.between(1, 120) : chance.between(1, 3_000);
}

export function drawFault(chance: Chance, kind: FaultKind, { laptops, from, to }: Trouble): Fault {
  const at = chance.between(from, to);
  const laptop = chance.between(0, laptops - 1);
  return DRAWS[kind](chance, { at, laptop }, to - from);
}

interface Where {
  readonly at: number;
  readonly laptop: number;
}

/** Long enough to work on in, short enough to come back from. */
const aWhile = (chance: Chance): number => chance.between(SECOND, 4 * MINUTE);
const age = (chance: Chance, span: number): number => chance.between(MINUTE, Math.max(MINUTE, span / 2));
const death = (chance: Chance) => ({ steps: stepsToDeath(chance), after: chance.is(0.5) });

const DRAWS: Readonly<Record<FaultKind, (chance: Chance, where: Where, span: number) => Fault>> = {
  weather: (chance, where, span) => ({
    kind: 'weather',
    ...where,
    for: lasting(chance, span),
    weather: chance.pick(BAD),
  }),
  cut: (chance, where) => ({ kind: 'cut', ...where, told: chance.is(0.5) }),
  kill: (chance, where) => ({ kind: 'kill', ...where, for: aWhile(chance), ...death(chance) }),
  powerCut: (chance, where) => ({ kind: 'powerCut', ...where, for: aWhile(chance) }),
  reboot: (chance, where) => ({ kind: 'reboot', ...where, for: aWhile(chance) }),
  diskFull: (chance, where) => ({ kind: 'diskFull', ...where, for: aWhile(chance) }),
  eio: (chance, where) => ({ kind: 'eio', ...where, for: aWhile(chance) }),
  sleep: (chance, where, span) => ({ kind: 'sleep', ...where, for: lasting(chance, span) }),
  clock: (chance, where) => ({
    kind: 'clock',
    ...where,
    jumpMs: drawJump(chance),
    drift: chance.is(0.3) ? (chance.next() - 0.5) * 2e-3 : 0,
  }),
  clone: (chance, where, span) => ({ kind: 'clone', ...where, for: lasting(chance, span) }),
  oldDisk: (chance, where, span) => ({ kind: 'oldDisk', ...where, for: aWhile(chance), ageMs: age(chance, span) }),
  sites: (chance, where) => ({ kind: 'sites', ...where, sites: chance.pick(['north', 'south', 'both'] as const) }),
  upgrade: (chance, where) => ({ kind: 'upgrade', ...where, for: aWhile(chance), to: 'new' }),
  serverKill: (chance, { at }) => ({ kind: 'serverKill', at, for: aWhile(chance), ...death(chance) }),
  serverStop: (chance, { at }) => ({ kind: 'serverStop', at, for: aWhile(chance) }),
  serverUpgrade: (chance, { at }) => ({ kind: 'serverUpgrade', at, for: aWhile(chance), to: 'new' }),
  serverBusy: (chance, { at }) => ({
    kind: 'serverBusy',
    at,
    for: aWhile(chance),
    comeBackMs: chance.between(500, 30 * SECOND),
  }),
  serverDisk: (chance, { at }) => ({
    kind: 'serverDisk',
    at,
    for: aWhile(chance),
    fault: chance.is(0.5) ? 'full' : 'eio',
  }),
  serverRestore: (chance, { at }, span) => ({
    kind: 'serverRestore',
    at,
    ageMs: age(chance, span),
    told: chance.is(0.5),
  }),
  attack: (chance, { at }) => ({ kind: 'attack', at, attack: chance.pick(ATTACKS) }),
};

/** A second, five minutes, a day, ten years; forwards or back (the fault matrix, "clock"). */
function drawJump(chance: Chance): number {
  const by = chance.pick([SECOND, 5 * MINUTE, HOUR, DAY, 3_650 * DAY]);
  return chance.is(0.5) ? by : -by;
}

/** Swizzle-clogging: links stop one by one, and come back in another order. */
export function drawSwizzle(chance: Chance, laptops: number, from: number, to: number): readonly Fault[] {
  const order = chance.shuffled([...Array(laptops).keys()]);
  const back = chance.shuffled(order);
  const half = (to - from) / 2;
  return order.map((laptop, i) => {
    const at = from + Math.floor((half * i) / laptops);
    const until = from + half + Math.floor((half * (back.indexOf(laptop) + 1)) / laptops);
    return { kind: 'weather', at, for: until - at, laptop, weather: 'no-network' };
  });
}
