/** The scenarios by name: each draws a plan from a seed and says in one line what it is about. */
import type { WeatherName } from '../../domain/weather/weather.ts';
import { chanceFrom, type Chance } from '../world/chance.ts';
import type { Drawn, Fault, FaultKind, Plan, Step, StepKind } from '../plan/plan.ts';
import { REVIEW_CAST, reviewStorm, WHOLE_STORM } from './review-storm.ts';
import { BAD, CLONES, DAY, drawFaults, drawSwizzle, drawWork, EVERYDAY, HOUR, MINUTE, SECOND } from '../plan/draw.ts';

export interface Scenario {
  readonly says: string;
  /** Devices when nobody says how many. */
  readonly devices: number;
  /** Who takes part, first things first; absent: the hospital's members in their order. */
  readonly cast?: readonly number[];
  readonly draw: (chance: Chance, devices: number) => Drawn;
}

/** The manager, the lead, then technicians. */
export const MOST_DEVICES = 14;

const everybody = (laptops: number): readonly number[] => [...Array(laptops).keys()];
const calm = (chance: Chance): number => chance.between(20 * SECOND, 40 * SECOND);

/** With the seats of clones, where there are any. */
function seats(laptops: number, faults: readonly Fault[]): number {
  return faults.some((f) => f.kind === 'clone') ? laptops + CLONES : laptops;
}

function underWeather(names: readonly WeatherName[], hours: number, steps: number): Scenario['draw'] {
  return (chance, laptops) => {
    const healAt = hours * HOUR;
    const faults = everybody(laptops).flatMap((laptop): readonly Fault[] => {
      const list: Fault[] = [];
      for (let at = calm(chance); at < healAt;) {
        const lasts = chance.between(MINUTE, 20 * MINUTE);
        list.push({ kind: 'weather', at, for: lasts, laptop, weather: chance.pick(names) });
        at += lasts + chance.between(0, 4 * MINUTE);
      }
      return list;
    });
    return { steps: drawWork(chance, { laptops, from: SECOND, to: healAt, steps }), faults, healAt };
  };
}

function troubled(kinds: readonly FaultKind[], hours: number, count: number, steps: number): Scenario['draw'] {
  return (chance, laptops) => {
    const healAt = hours * HOUR;
    const faults = drawFaults(chance, { laptops, from: calm(chance), to: healAt, count, kinds });
    return {
      steps: drawWork(chance, { laptops: seats(laptops, faults), from: SECOND, to: healAt, steps }),
      faults,
      healAt,
    };
  };
}

/** All links go at one moment, everybody works on, all come back within a second. */
function outage(chance: Chance, laptops: number): Drawn {
  const from = MINUTE;
  const to = from + 3 * HOUR;
  const faults = everybody(laptops).map((laptop): Fault => ({
    kind: 'weather',
    at: from,
    for: to - from + chance.between(0, 1_000),
    laptop,
    weather: 'no-network',
  }));
  return { steps: drawWork(chance, { laptops, from: SECOND, to, steps: 60 }), faults, healAt: to + 2 * SECOND };
}

/** Down into the basement in the morning, up for a minute now and then. */
function basement(chance: Chance, laptops: number): Drawn {
  const healAt = 4 * HOUR;
  const faults = everybody(laptops).flatMap((laptop): readonly Fault[] => {
    const list: Fault[] = [];
    for (let at = chance.between(MINUTE, 5 * MINUTE); at < healAt;) {
      const below = chance.between(20 * MINUTE, HOUR);
      list.push({ kind: 'weather', at, for: below, laptop, weather: 'no-network' });
      at += below;
      list.push({ kind: 'weather', at: at + 1, for: chance.between(20 * SECOND, 3 * MINUTE), laptop, weather: 'weak' });
      at += 3 * MINUTE;
    }
    return list;
  });
  return { steps: drawWork(chance, { laptops, from: SECOND, to: healAt, steps: 50 }), faults, healAt };
}

function away(laptop: number, at: number, lasts: number): Fault {
  return { kind: 'weather', at, for: lasts, laptop, weather: 'no-network' };
}

/** Thirty days away, a little work every day, and then everything at once. */
function monthAway(chance: Chance, laptops: number): Drawn {
  const healAt = 29 * DAY;
  const faults = everybody(laptops).flatMap((laptop): readonly Fault[] => {
    const trouble = {
      laptops,
      from: HOUR,
      to: healAt,
      count: 4,
      kinds: ['reboot', 'clock', 'kill', 'powerCut'] as const,
    };
    if (laptop > 1) return [away(laptop, MINUTE, healAt), ...drawFaults(chance, trouble)];
    // The office works with a link for a quarter of an hour each day.
    return [...Array(29).keys()].map((day) => away(laptop, day * DAY + 15 * MINUTE, DAY - 16 * MINUTE));
  });
  return { steps: drawWork(chance, { laptops, from: SECOND, to: healAt, steps: 60 }), faults, healAt };
}

/** Everything that the matrix knows, a few of it at a time; a third of the runs clog and unclog all links as well. */
const ALL_FAULTS: readonly FaultKind[] = [
  'weather',
  'weather',
  'weather',
  'weather',
  'cut',
  'cut',
  'kill',
  'kill',
  'powerCut',
  'reboot',
  'sleep',
  'diskFull',
  'eio',
  'clock',
  'clone',
  'oldDisk',
  'serverKill',
  'serverKill',
  'serverStop',
  'serverBusy',
  'serverDisk',
  'serverRestore',
  'attack',
  'sites',
];

function everything(chance: Chance, devices: number): Drawn {
  const laptops = devices;
  const healAt = chance.pick([10 * MINUTE, 30 * MINUTE, HOUR, 2 * HOUR, 8 * HOUR]);
  const from = calm(chance);
  const few = new Set(chance.shuffled([...new Set(ALL_FAULTS)]).slice(0, chance.between(1, 6)));
  const kinds = ALL_FAULTS.filter((k) => few.has(k));
  const count = chance.between(2, 14);
  const faults = [...drawFaults(chance, { laptops, from, to: healAt, count, kinds })];
  if (chance.is(0.3)) faults.push(...drawSwizzle(chance, laptops, from, healAt));
  const work = { laptops: seats(laptops, faults), from: SECOND, to: healAt, steps: chance.between(6, 24) };
  const steps = drawWork(chance, work);
  return { steps, faults: faults.toSorted((a, b) => a.at - b.at), healAt };
}

const CLASHES: Readonly<Partial<Record<StepKind, number>>> = {
  ...EVERYDAY,
  edit: 80,
  answer: 20,
  undoAnswer: 6,
  archive: 8,
};

/** Everybody writes on the same few records, answers, takes back, archives. */
function clashes(chance: Chance, laptops: number): Drawn {
  const healAt = HOUR;
  const steps: readonly Step[] = drawWork(chance, { laptops, from: SECOND, to: healAt, steps: 40, mix: CLASHES });
  return { steps, faults: drawSwizzle(chance, laptops, calm(chance), healAt), healAt };
}

/** Old apps, and a server that is updated before them, after them, or never. */
function versionsMixed(chance: Chance, laptops: number): Drawn {
  const healAt = 2 * HOUR;
  const names = ['old', 'present', 'present', 'new'] as const;
  const versions = {
    server: chance.pick(['old', 'present', 'new'] as const),
    laptops: everybody(laptops).map(() => chance.pick(names)),
  };
  const kinds = ['upgrade', 'upgrade', 'weather', 'weather', 'cut', 'serverKill', 'kill', 'serverUpgrade'] as const;
  const faults = drawFaults(chance, { laptops, from: calm(chance), to: healAt, count: 10, kinds });
  // Programs are only ever updated, and the last of them by the end.
  const last: readonly Fault[] = [{ kind: 'serverUpgrade', at: healAt - MINUTE, for: SECOND, to: 'new' }];
  return {
    versions,
    steps: drawWork(chance, { laptops, from: SECOND, to: healAt, steps: 40 }),
    faults: [...faults, ...last],
    healAt,
  };
}

const BLOCKED: readonly WeatherName[] = ['captive-portal', 'replaced-certificate', 'proxy-login', 'name-failure'];

export const SCENARIOS = {
  'hospital-outage': {
    says: 'A team of twelve loses the network for three hours, works on, and comes back within one second.',
    devices: 12,
    draw: outage,
  },
  'basement-morning': {
    says: 'Technicians in basements, with a minute of weak signal between two floors.',
    devices: 5,
    draw: basement,
  },
  'captive-portal': {
    says: 'Sign-in pages, replaced certificates, proxies and broken name service come and go.',
    devices: 4,
    draw: underWeather([...BLOCKED, 'captive-portal', 'captive-portal'], 2, 40),
  },
  'one-way': {
    says: 'Requests arrive and answers do not, or the other way round; connections die without a word.',
    devices: 4,
    draw: underWeather(['requests-lost', 'answers-lost', 'half-open', 'stalls'], 2, 40),
  },
  flapping: {
    says: 'Links that are there for two seconds and gone for two, or break in the middle of every batch.',
    devices: 4,
    draw: underWeather(['flapping', 'cuts', 'weak'], 1, 40),
  },
  'clock-chaos': {
    says: 'Clocks jump by seconds, days and years, drift, and laptops sleep for hours.',
    devices: 4,
    draw: troubled(['clock', 'clock', 'clock', 'sleep', 'weather'], 4, 16, 40),
  },
  'server-crash-storm': {
    says: 'The server is killed at any instruction, over and over, with a full disk and failed flushes between.',
    devices: 5,
    draw: troubled(['serverKill', 'serverKill', 'serverKill', 'serverStop', 'serverDisk', 'serverBusy'], 1, 24, 40),
  },
  'laptop-power-cut': {
    says: 'Laptops lose power, are killed at any instruction, and run out of disk.',
    devices: 4,
    draw: troubled(['powerCut', 'powerCut', 'kill', 'kill', 'diskFull', 'eio', 'reboot'], 1, 24, 40),
  },
  'cloned-laptop': {
    says: 'A laptop is copied to a second one, or its disk replaced by an old copy, with work still unsent.',
    devices: 4,
    draw: troubled(['clone', 'clone', 'oldDisk', 'weather', 'kill', 'cut'], 1, 8, 30),
  },
  'restored-server': {
    says: 'The server comes back from an old backup, and the laptops bring back what it has forgotten.',
    devices: 4,
    draw: troubled(['serverRestore', 'weather', 'cut', 'serverKill', 'reboot'], 2, 6, 40),
  },
  'month-away': {
    says: 'Four weeks without a link, a little work every day, then everything at once.',
    devices: 4,
    draw: monthAway,
  },
  clashes: {
    says: 'Everybody writes on the same records at once, answers, takes back and archives, while links clog.',
    devices: 6,
    draw: clashes,
  },
  'review-storm': {
    says: 'Twelve technicians write over each other all morning; managers, leads and an admin answer, offline too.',
    devices: REVIEW_CAST.length,
    cast: REVIEW_CAST,
    draw: reviewStorm(WHOLE_STORM),
  },
  weathers: {
    says: 'Every weather there is, one after the other.',
    devices: 3,
    draw: underWeather(BAD, 3, 40),
  },
  'old-clients': {
    says: 'Old, present and new apps on one server, which is updated while they are away, and they after it.',
    devices: 4,
    draw: versionsMixed,
  },
  hostile: {
    says: 'Noise, floods, bombs, replayed and forged frames between honest work.',
    devices: 3,
    draw: troubled(['attack', 'attack', 'attack', 'weather', 'serverKill'], 1, 30, 30),
  },
  everything: {
    says: 'All faults, alone and combined, in runs of ten minutes to eight hours.',
    devices: 4,
    draw: everything,
  },
} as const satisfies Readonly<Record<string, Scenario>>;

export type ScenarioName = keyof typeof SCENARIOS;
export const SCENARIO_NAMES = Object.keys(SCENARIOS) as readonly ScenarioName[];

export function isScenario(name: string): name is ScenarioName {
  return Object.hasOwn(SCENARIOS, name);
}

export function scenarioOf(name: ScenarioName): Scenario {
  return SCENARIOS[name];
}

/** The plan of a scenario and a seed; always the same. */
export function planOf(name: ScenarioName, seed: number, devices = scenarioOf(name).devices): Plan {
  const cast = scenarioOf(name).cast?.slice(0, devices) ?? everybody(Math.min(devices, MOST_DEVICES));
  const drawn = scenarioOf(name).draw(chanceFrom(`${name} ${seed} plan`), cast.length);
  return { scenario: name, seed, cast, ...drawn };
}
