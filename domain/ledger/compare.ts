/**
 * The books of both ends held against each other (L-1). Neither end is right about everything. The laptop is right about
 * what it made and about what it still keeps; the server is right about what became of what it has, since a rule, an
 * answer or an undo may have moved an edit between applied, set aside and asked after the laptop was told. So these
 * three are compared as one: they **stand**. What is certain:
 *
 *   an edit that the laptop was answered about is at the server, whatever became of it;
 *   one that stands goes on standing, one that was closed (refused, replaced) stays closed;
 *   only one that is parked at the server (waiting, in escrow) moves to one of the other two by itself;
 *   the server has nothing that the laptop neither was answered about nor may have sent.
 */
import { totalOf, type Tally } from './tally.ts';

/** What a laptop says of one of its epochs. */
export interface LaptopBooks {
  readonly epoch: number;
  /** Edits that the server has answered, by its last word about each. */
  readonly told: Tally;
  /** Edits without an answer that may have reached the server all the same: not sent, on their way, kept back. */
  readonly open: number;
  /** False for an epoch that is over: a copy or an older state of this laptop may have written there as well. */
  readonly current: boolean;
}

export const DIFFERENCES = ['missingAtServer', 'unknownToLaptop', 'movedBack'] as const;
export type DifferenceKind = (typeof DIFFERENCES)[number];

export interface Difference {
  readonly epoch: number;
  readonly kind: DifferenceKind;
  /** Edits that cannot be explained. */
  readonly edits: number;
}

/** What a laptop keeps of the last comparison. */
export interface ComparedBooks {
  /** Milliseconds UTC. */
  readonly at: number;
  readonly differences: readonly Difference[];
  /** The server's tally over all epochs of this laptop. */
  readonly server: Tally;
}

/** null: nothing in these two books contradicts the other. */
export function compareBooks(said: LaptopBooks, counted: Tally): Difference | null {
  const { epoch, told, open } = said;
  const missing = totalOf(told) - totalOf(counted);
  if (missing > 0) return { epoch, kind: 'missingAtServer', edits: missing };
  const back = Math.max(standing(told) - standing(counted), closed(told) - closed(counted));
  if (back > 0) return { epoch, kind: 'movedBack', edits: back };
  if (!said.current) return null;
  const unknown = -missing - open;
  if (unknown > 0) return { epoch, kind: 'unknownToLaptop', edits: unknown };
  const reparked = parked(counted) - parked(told) - open;
  return reparked > 0 ? { epoch, kind: 'movedBack', edits: reparked } : null;
}

function standing({ applied, superseded, conflict }: Tally): number {
  return applied + superseded + conflict;
}

function parked({ waiting, escrow }: Tally): number {
  return waiting + escrow;
}

function closed({ refused, replaced }: Tally): number {
  return refused + replaced;
}

/** A difference in words, for a person who has to act on it. */
export function differenceWords({ kind, edits }: Difference): string {
  const what = edits === 1 ? '1 edit' : `${edits} edits`;
  switch (kind) {
    case 'missingAtServer':
      return `The server lacks ${what} that it had confirmed to this laptop.`;
    case 'unknownToLaptop':
      return `The server has ${what} under this laptop’s name that this laptop does not know: a copy of its data may be in use, or a part of it was lost.`;
    case 'movedBack':
      return `${what} of this laptop stand otherwise at the server than it had said, and no rule allows that.`;
  }
}
