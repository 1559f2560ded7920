/** Text as service engineers write it: made up from a seed, repetitive as real notes are, and never the same twice. */
import type { Seeded } from '../../server/admin/seeded.ts';

const PARTS =
  'coil gantry tube board pump valve filter sensor detector cable console cooling gradient bearing seal motor relay fuse panel table'.split(
    ' ',
  );
const DOINGS = ['checked', 'replaced', 'cleaned', 'calibrated', 'tightened', 'measured', 'reset', 'lubricated'];
const FOUND = [
  'within tolerance',
  'worn',
  'loose',
  'leaking',
  'out of range',
  'as delivered',
  'noisy under load',
  'intermittent',
];
const NEXT = [
  'watch at the next visit',
  'part ordered',
  'no further action',
  'user informed',
  'retest after warm-up',
  'see photo',
];

export function part(chance: Seeded): string {
  return chance.pick(PARTS);
}

/** One sentence, 40 to 80 characters. */
export function sentence(chance: Seeded): string {
  return `${chance.pick(DOINGS)} ${part(chance)} and ${part(chance)}, ${chance.pick(FOUND)}; reading ${chance.below(10_000) / 10}`;
}

/** A service note: one to four sentences and what comes next, 150 characters on average. */
export function note(chance: Seeded): string {
  const sentences = Array.from({ length: 1 + chance.below(3) }, () => sentence(chance));
  return `${sentences.join('. ')}. ${chance.pick(NEXT)}`;
}

/** A word and a number, 12 characters on average: "detector-48213". */
export function shortValue(chance: Seeded): string {
  return `${part(chance)}-${100_000 + chance.below(900_000)}`.replace(/-\d(?=\d{5}$)/, chance.chance(0.5) ? '-' : '$&');
}
