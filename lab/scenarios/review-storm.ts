/**
 * A morning of review: again and again the technicians lose the network, write over each other, and come back; managers
 * and leads answer what comes of it, with a link and without one, two of them the same question, and change their minds.
 * Programs are killed, connections break, the server dies.
 */
import { drawFaults, drawWork, MINUTE, SECOND } from '../plan/draw.ts';
import type { Drawn, Fault, FaultKind, Step, StepKind } from '../plan/plan.ts';
import type { Chance } from '../world/chance.ts';
import { HOSPITALS, REVIEW_JOBS, type Member } from '../world/hospital.ts';

const { members } = HOSPITALS.review;
const placesOf = (...roles: readonly Member['role'][]): readonly number[] =>
  members.flatMap((m, i) => (roles.includes(m.role) ? [i] : []));

/** Managers and technicians first, so that fewer laptops are still a storm. */
export const REVIEW_CAST: readonly number[] = [
  ...placesOf('manager'),
  ...placesOf('technician'),
  ...placesOf('lead', 'admin'),
];

export interface StormSize {
  readonly rounds: number;
  /** Groups of a job that two or three people write over each other, in each round. */
  readonly clashes: number;
  readonly answers: number;
  readonly faults: number;
}

export const WHOLE_STORM: StormSize = { rounds: 9, clashes: 62, answers: 84, faults: 22 };

const ROUND = 20 * MINUTE;
const TROUBLE: readonly FaultKind[] = [
  'kill',
  'kill',
  'cut',
  'cut',
  'powerCut',
  'reboot',
  'serverKill',
  'serverKill',
  'serverStop',
];
const BESIDES: Readonly<Partial<Record<StepKind, number>>> = { append: 3, look: 2, history: 1, saveForm: 1 };
const GROUPS = 3;

/** Seats of the laptops that take part, by what their people do. */
interface Seats {
  readonly writers: readonly number[];
  readonly reviewers: readonly number[];
}

export function reviewStorm(size: StormSize): (chance: Chance, devices: number) => Drawn {
  return (chance, devices) => {
    const all = [...Array(devices).keys()];
    const isWriter = (seat: number): boolean => memberAt(seat).role === 'technician';
    const seats: Seats = { writers: all.filter(isWriter), reviewers: all.filter((s) => !isWriter(s)) };
    const healAt = size.rounds * ROUND;
    const steps: Step[] = [
      ...drawWork(chance, { laptops: devices, from: SECOND, to: healAt, steps: size.rounds, mix: BESIDES }),
    ];
    const faults: Fault[] = [];
    for (let round = 0; round < size.rounds; round++) {
      const at = round * ROUND;
      steps.push(...drawClashes(chance, seats, at, size.clashes), ...drawAnswers(chance, seats, at, size.answers));
      faults.push(...drawAbsences(chance, seats, at));
    }
    const trouble = { laptops: devices, from: MINUTE, to: healAt - MINUTE, count: size.faults, kinds: TROUBLE };
    faults.push(...drawFaults(chance, trouble));
    return {
      hospital: 'review',
      afterwards: 'answerWhatIsLeft',
      steps: steps.toSorted((a, b) => a.at - b.at),
      faults: faults.toSorted((a, b) => a.at - b.at),
      healAt,
    };
  };
}

/** Each of some groups is written by two people, now and then by three, while neither hears of the other. */
function drawClashes(chance: Chance, { writers, reviewers }: Seats, at: number, count: number): readonly Step[] {
  const targets = [...Array(REVIEW_JOBS.length * GROUPS).keys()];
  return chance
    .shuffled(targets)
    .slice(0, count)
    .flatMap((target) => {
      const job = Math.floor(target / GROUPS);
      const sees = (seat: number): boolean => isAt(memberAt(seat), REVIEW_JOBS[job]?.site ?? 'north');
      const people = chance.shuffled(writers.filter(sees)).slice(0, chance.is(0.15) ? 3 : 2);
      // Now and then one of those who answer has an opinion of their own.
      const boss = chance.is(0.05) ? chance.shuffled(reviewers.filter(sees)).slice(0, 1) : [];
      return [...people, ...boss].map((laptop, i): Step => {
        // Different answers where there are but two to give; words are never the same.
        const value = [0.1, 0.6, 0.9, 0.3][i] ?? 0.1;
        const pick = [(job + 0.5) / REVIEW_JOBS.length, value, ((target % GROUPS) + 0.5) / GROUPS] as const;
        return { at: at + chance.between(MINUTE, 7 * MINUTE), laptop, does: 'clash', pick };
      });
    });
}

/** Most of them by one person; some by two at the same time; a few taken back. */
function drawAnswers(chance: Chance, { reviewers }: Seats, round: number, count: number): readonly Step[] {
  if (reviewers.length === 0) return [];
  const steps: Step[] = [];
  for (let i = 0; i < count; i++) {
    const at = round + chance.between(10 * MINUTE, 19 * MINUTE);
    const pick = [chance.next(), chance.next(), chance.next()] as const;
    const does = chance.is(0.06) ? 'undoAnswer' : 'answer';
    const people = chance.shuffled(reviewers).slice(0, chance.is(0.12) ? 2 : 1);
    for (const laptop of people) steps.push({ at: at + chance.between(0, 30 * SECOND), laptop, does, pick });
  }
  return steps;
}

function drawAbsences(chance: Chance, { writers, reviewers }: Seats, round: number): readonly Fault[] {
  const away = (laptop: number, from: number, to: number): Fault => ({
    kind: 'weather',
    at: round + from,
    for: to - from,
    laptop,
    weather: 'no-network',
  });
  const below = writers.map((seat) => away(seat, 30 * SECOND, 8 * MINUTE + chance.between(0, MINUTE)));
  const out = reviewers.filter(() => chance.is(0.5));
  return [...below, ...out.map((seat) => away(seat, 11 * MINUTE, 16 * MINUTE + chance.between(0, MINUTE)))];
}

function memberAt(seat: number): Member {
  const member = members[REVIEW_CAST[seat] ?? 0];
  if (!member) throw new RangeError(`nobody sits at ${seat}`);
  return member;
}

function isAt({ site }: Member, where: 'north' | 'south'): boolean {
  return site === null || site === 'both' || site === where;
}
