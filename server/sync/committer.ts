/**
 * The one way by which changes enter the log: from consoles, from imports, from the demo. Callers hand in changes whose
 * shape and signature they have checked; the promise resolves after the commit that made the outcomes true (W-3).
 */
import type { Change } from '../../domain/change/change.ts';
import type { ChangeOutcome } from '../../domain/change/outcome.ts';
import type { ChangeId, RecordId } from '../../domain/ids.ts';
import type { PassedOn } from './escalate.ts';

export interface Submission {
  readonly changes: readonly Change[];
  /** SHA-256 (hex) of each change's text, in the same order. */
  readonly hashes: readonly string[];
  /**
   * Submissions of one connection share it. Once a fork was found in one of them, the others are not taken: what builds
   * on the forked change must not land on somebody else's.
   */
  readonly lineage?: object;
}

export interface Committer {
  /**
   * Outcomes in the order of the changes. A change seen before gets its current outcome, as a success (W-2).
   * @throws ForkedChange when an id comes back with other content. @throws StorageBusy when the database asks for time.
   */
  submit(submission: Submission): Promise<readonly ChangeOutcome[]>;
  /** Judges what has waited beyond its time by what is canonical (W-4). Gives how many there were. */
  expireWaiting(): Promise<number>;
  /** Looks at open questions beyond that one, at most `limit`: asks others where that is due (C-4). */
  passOn(after: RecordId | null, limit?: number): Promise<PassedOn>;
}

export class ForkedChange extends Error {
  /** Sequences known with other content; empty when an earlier submission of the same lineage was forked. */
  readonly seqs: readonly number[];
  /** Of them, work that stands in the log under another id: it came from another copy of the laptop before. */
  readonly known: ReadonlyMap<number, ChangeId>;
  constructor(seqs: readonly number[], known: ReadonlyMap<number, ChangeId> = new Map()) {
    super(`sequences used twice with different content: ${seqs.join(', ')}`);
    this.name = 'ForkedChange';
    this.seqs = seqs;
    this.known = known;
  }
}
