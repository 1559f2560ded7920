/** What `verify` found: what kind, where in the log, and in words. */

export type FindingKind =
  | 'altered'
  | 'missing'
  | 'inserted'
  | 'reordered'
  /** The log ends before a position that was signed, or that its head names. */
  | 'cutTail'
  | 'forgedCheckpoint'
  /** The chain fits together, and is not the one that was signed. */
  | 'notAsSigned'
  | 'head'
  | 'record'
  | 'sums';

export interface Finding {
  readonly kind: FindingKind;
  /** In the log; null for what has no place there. */
  readonly position: number | null;
  readonly words: string;
}

/** "entry 7" or "entries 7 to 9". */
export function entriesWords(from: number, to: number): string {
  return from === to ? `entry ${from}` : `entries ${from} to ${to}`;
}
