/**
 * What every view is read with: the replica, who reads it, and the present moment as an input. Views only read; they
 * wait for nothing and change nothing, so that a screen can ask as often as it likes.
 */
import type { PersonId } from '../../domain/ids.ts';
import type { Role } from '../../domain/schema/types.ts';
import type { Replica } from '../replica/replica.ts';

export interface ViewContext {
  readonly replica: Replica;
  readonly person: PersonId;
  readonly role: Role;
  /** False when sync is switched off or this laptop is not enrolled. */
  readonly canLeave: boolean;
  /** When the bytes of a change were given to the link; null when they are not under way. */
  readonly sendingSince: (seq: number) => number | null;
  /** Position up to which the server still has what it once said; null when that is all (W-12). */
  readonly vouchedTo: number | null;
  /** Milliseconds UTC. */
  readonly now: number;
  /** Minutes east of UTC, for what "today" is. */
  readonly offset: number;
}

/** False for what a restored server lost, as far as this laptop has heard of it. */
export function isVouched({ vouchedTo }: ViewContext, position: number): boolean {
  return vouchedTo === null || position <= vouchedTo;
}

export const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** First millisecond of the local day of `at`. */
export function startOfDay(ctx: ViewContext, at: number): number {
  const shift = ctx.offset * MINUTE_MS;
  return Math.floor((at + shift) / DAY_MS) * DAY_MS - shift;
}
