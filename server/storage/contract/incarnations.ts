/**
 * The log's incarnations (W-12): a restored or failed-over server begins a new one, so that nobody takes its log for the
 * continuation of what was lost. Also how much of the log is safe: covered by a backup, or old enough.
 */
import type { Position } from '../../../domain/ids.ts';
import type { Head } from './types.ts';

/** Why an incarnation began: the organisation was founded, a backup was opened, a laptop proved that the log was cut. */
export const CAUSES = ['founded', 'restored', 'proved'] as const;
export type Cause = (typeof CAUSES)[number];

export interface Incarnation {
  readonly incarnation: string;
  /** The position at which it began: up to there its log is that of the one before it. */
  readonly began: Position;
  readonly cause: Cause;
  /** Milliseconds UTC. */
  readonly at: number;
  /** The incarnation that a laptop proved to have gone on beyond this log; it may be none of those before. */
  readonly lost: string | null;
}

/** All calls are synchronous and each is one transaction of its own. */
export interface Incarnations {
  /** Oldest first; the last one is of today. */
  all(org: string): readonly Incarnation[];
  /** A new one from the present head on. It is no backup any more, and no epoch of the lost days is granted again. */
  begin(org: string, next: Omit<Incarnation, 'began'>): Head;
  /** True for a file that is a backup and has not been opened as a server's own since. */
  isBackup(org: string): boolean;
  /** A backup covers the log up to there; it does not move back. */
  covered(org: string, position: Position): void;
  /** Says of this very file that it is a backup. */
  markAsBackup(org: string, at: number): void;
  /** The last position received at that time or before; the log is taken to be in order of time. 0: none. */
  positionAt(org: string, time: number): Position;
}
