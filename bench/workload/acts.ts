/**
 * What a technician does offline, from a seed. `singles`: edits of one field of one job, a tenth of them critical.
 * `standardDay`: the same with 30 % creates, as a real day has. `shortSingles`: edits whose values are 12 characters on
 * average, to count bytes with. Stamps lie seconds to minutes apart, because that is what they cost on the wire.
 */
import type { RecordId } from '../../domain/ids.ts';
import type { Fields } from '../../domain/json.ts';
import { OUTCOMES, PARTS, PRIORITIES, RESULTS, STATUSES } from '../../domain/schema/hospital.ts';
import { seeded, type Seeded } from '../../server/admin/seeded.ts';
import { MORNING } from './hospital.ts';
import { note, part, sentence, shortValue } from './words.ts';

export interface Act {
  /** null: creates a record. */
  readonly record: RecordId | null;
  readonly collection: string;
  readonly group: string;
  readonly set: Fields;
  /** Milliseconds UTC by the laptop's clock. */
  readonly at: number;
}

type Write = Pick<Act, 'group' | 'set'>;

const CRITICAL = 0.1;
const CREATES = 0.3;

export function singles(count: number, jobs: readonly RecordId[], seed = 77): readonly Act[] {
  return acts(count, seed, (chance) =>
    editOf(chance, jobs, chance.chance(CRITICAL) ? critical(chance) : normal(chance)),
  );
}

export function shortSingles(count: number, jobs: readonly RecordId[], seed = 78): readonly Act[] {
  return acts(count, seed, (chance) =>
    editOf(chance, jobs, chance.chance(CRITICAL) ? critical(chance) : short(chance)),
  );
}

export function standardDay(count: number, jobs: readonly RecordId[], seed = 79): readonly Act[] {
  return acts(count, seed, (chance) => {
    if (chance.chance(CREATES)) return created(chance, chance.pick(jobs));
    return editOf(chance, jobs, chance.chance(CRITICAL / (1 - CREATES)) ? critical(chance) : normal(chance));
  });
}

export function creates(count: number, jobs: readonly RecordId[], seed = 80): readonly Act[] {
  return acts(count, seed, (chance) => created(chance, chance.pick(jobs)));
}

function acts(count: number, seed: number, next: (chance: Seeded) => Omit<Act, 'at'>): readonly Act[] {
  const chance = seeded(seed);
  let at = MORNING;
  return Array.from({ length: count }, () => {
    at += 4_000 + chance.below(90_000);
    return { ...next(chance), at };
  });
}

function editOf(chance: Seeded, jobs: readonly RecordId[], write: Write): Omit<Act, 'at'> {
  return { record: chance.pick(jobs), collection: 'workOrder', ...write };
}

function critical(chance: Seeded): Write {
  const kind = chance.below(3);
  if (kind === 0) return { group: 'parts', set: { declared: chance.pick(PARTS) } };
  if (kind === 1) return { group: 'progress', set: { outcome: chance.pick(OUTCOMES) } };
  return { group: 'progress', set: { status: chance.pick(STATUSES) } };
}

function normal(chance: Seeded): Write {
  const kind = chance.below(10);
  if (kind < 5) return { group: 'findings', set: { text: note(chance) } };
  if (kind < 7) return { group: 'request', set: { symptom: sentence(chance) } };
  if (kind === 7) return { group: 'request', set: { priority: chance.pick(PRIORITIES) } };
  if (kind === 8) return { group: 'request', set: { title: `${part(chance)}: ${shortValue(chance)}` } };
  return { group: 'assignment', set: { scheduled: MORNING + chance.below(2_000) * 900_000 } };
}

function short(chance: Seeded): Write {
  const kind = chance.below(4);
  if (kind === 0) return { group: 'findings', set: { text: shortValue(chance) } };
  if (kind === 1) return { group: 'request', set: { symptom: shortValue(chance) } };
  if (kind === 2) return { group: 'request', set: { title: shortValue(chance) } };
  return { group: 'request', set: { number: shortValue(chance) } };
}

function created(chance: Seeded, workOrder: RecordId): Omit<Act, 'at'> {
  const kind = chance.below(10);
  if (kind < 3)
    return entry('note', { workOrder, text: note(chance), writtenAt: MORNING + chance.below(3_000) * 10_000 });
  if (kind < 5) {
    return entry('reading', {
      workOrder,
      quantity: `${part(chance)} current`,
      value: chance.below(10_000) / 10,
      unit: 'mA',
      low: 10,
      high: 900,
    });
  }
  if (kind < 7)
    return entry('partLine', {
      workOrder,
      partNumber: `88-${1_000 + chance.below(9_000)}`,
      name: `${part(chance)} assembly`,
      quantity: 1 + chance.below(4),
    });
  if (kind < 9)
    return entry('timeEntry', {
      workOrder,
      kind: 'work',
      minutes: 5 * chance.below(40),
      startedAt: MORNING + chance.below(3_000) * 10_000,
    });
  return entry('checklistItem', {
    workOrder,
    label: `${part(chance)} ${chance.pick(RESULTS)}?`,
    order: chance.below(40),
  });
}

function entry(collection: string, set: Fields): Omit<Act, 'at'> {
  return { record: null, collection, group: 'entry', set };
}
