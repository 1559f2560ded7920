/**
 * The books of both ends, held against each other (L-1): after a queue has drained, and rarely after that. A laptop says
 * what it was told, the server answers with what it decided, and both know then whether anything is missing.
 */
import { z } from 'zod';
import { DIFFERENCES } from '../../domain/ledger/compare.ts';
import { TALLY_COLUMNS, type Tally } from '../../domain/ledger/tally.ts';

const count = z.number().int().min(0);
/** Edits in the order of TALLY_COLUMNS. */
const columns = z.array(count).length(TALLY_COLUMNS.length);

/** console → server. */
export const ledgerMessage = z.strictObject({
  k: z.literal('ledger'),
  ask: count,
  /** Edits made here, as far as they are kept. */
  made: count,
  /** Per epoch, oldest first: [epoch, edits without an answer, answered edits by column]. */
  epochs: z.array(z.tuple([count, count, columns])).max(1_000),
});
export type LedgerMessage = z.infer<typeof ledgerMessage>;

/** server → console. */
export const ledgerAnswerMessage = z.strictObject({
  k: z.literal('ledgerAnswer'),
  ask: count,
  /** What the server has of each epoch that was asked about: [epoch, edits by column]. */
  epochs: z.array(z.tuple([count, columns])),
  differences: z.array(z.strictObject({ epoch: count, kind: z.enum(DIFFERENCES), edits: count })),
});
export type LedgerAnswer = z.infer<typeof ledgerAnswerMessage>;

export function toColumns(tally: Tally): number[] {
  return TALLY_COLUMNS.map((column) => tally[column]);
}

export function fromColumns(values: readonly number[]): Tally {
  const [applied = 0, superseded = 0, conflict = 0, waiting = 0, escrow = 0, refused = 0, replaced = 0] = values;
  return { applied, superseded, conflict, waiting, escrow, refused, replaced };
}
