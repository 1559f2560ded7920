/**
 * Signed checkpoints of the log: what the server once said its log was. They are kept apart from the log, so that
 * a log that was cut, or written anew from its first entry, still contradicts them.
 */
import type { Position } from '../../../domain/ids.ts';

export interface Checkpoint {
  /** The log's last position at that time. */
  readonly position: Position;
  readonly incarnation: string;
  /** Chain of the log at `position`. */
  readonly chain: string;
  /** Root of the Merkle tree over the chain values of positions 1 to `position` (RFC 9162). */
  readonly root: string;
  /** Milliseconds UTC. */
  readonly at: number;
  /** Ed25519 by the server's audit key, base64. */
  readonly signature: string;
}

export interface KeptCheckpoint extends Checkpoint {
  /** Roots of the full trees that the leaves up to `position` make, the largest first: from here the next one goes on. */
  readonly peaks: readonly string[];
}

/** All calls are synchronous; `add` is one durable transaction of its own. */
export interface Checkpoints {
  /** The one of the highest position. */
  last(org: string): KeptCheckpoint | undefined;
  /** By position. */
  all(org: string): readonly Checkpoint[];
  /** A second one at the same position takes the place of the first. */
  add(org: string, checkpoint: KeptCheckpoint): void;
  /** Chain values of the positions beyond `after`, in order. */
  chains(org: string, after: Position, limit: number): readonly string[];
}
