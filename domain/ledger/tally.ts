/**
 * Edits counted by what became of them (L-1). Both ends count the same things in the same columns: a laptop what it was
 * told, the server what it decided.
 */
import type { EditOutcome } from '../change/outcome.ts';

export const TALLY_COLUMNS = [
  'applied',
  'superseded',
  'conflict',
  'waiting',
  'escrow',
  'refused',
  'replaced',
] as const satisfies readonly EditOutcome['kind'][];
export type TallyColumn = (typeof TALLY_COLUMNS)[number];
export type Tally = Readonly<Record<TallyColumn, number>>;

export const NO_TALLY: Tally = {
  applied: 0,
  superseded: 0,
  conflict: 0,
  waiting: 0,
  escrow: 0,
  refused: 0,
  replaced: 0,
};

/** A tally being added up. */
export class Count {
  private readonly columns: Record<TallyColumn, number> = { ...NO_TALLY };

  add(column: TallyColumn, edits: number): void {
    this.columns[column] += edits;
  }

  /** Outcomes of a change's edits; null: all of them applied. `times`: 1, or -1 to take them out again. */
  addOutcomes(outcomes: readonly EditOutcome[] | null, edits: number, times = 1): void {
    if (outcomes === null) this.add('applied', edits * times);
    else for (const outcome of outcomes) this.add(outcome.kind, times);
  }

  tally(): Tally {
    return { ...this.columns };
  }
}

export function totalOf(tally: Tally): number {
  return TALLY_COLUMNS.reduce((sum, column) => sum + tally[column], 0);
}

export function sameTally(a: Tally, b: Tally): boolean {
  return TALLY_COLUMNS.every((column) => a[column] === b[column]);
}
