/**
 * Whether a link from which no message comes still moves (N-5): parts of a large message come in, or the far end says that
 * parts of ours have arrived. A link that moves is slow, one that does not is dead. Looked at every few seconds while an
 * answer is waited for, so that what moved long ago does not pass for life.
 */
import { nextTickAt, PING_AFTER_MS, type SessionState } from '../../domain/session/machine.ts';
import type { FrameLink } from '../../protocol/wire/frame.ts';

const LOOK_EVERY_MS = 5_000;
/** A batch that has no answer for so long, on a link that moves, is too slow for it. */
const SLOW_AFTER_MS = 10_000;

export class SignsOfLife {
  private seen = 0;
  private spokeAt = 0;

  /** True when bytes came in since this was last asked. */
  moved(link: FrameLink | null): boolean {
    const received = link?.received?.() ?? 0;
    const moved = received !== this.seen && link !== null;
    this.seen = received;
    return moved;
  }

  /** While a long message comes down to us the far end hears nothing from us, unless it is told something now and then. */
  mustSpeak(now: number): boolean {
    const isTime = Math.abs(now - this.spokeAt) >= PING_AFTER_MS;
    if (isTime) this.spokeAt = now;
    return isTime;
  }
}

/** When to look at the session next: earlier than its own time while it waits on a link that can tell whether it moves. */
export function nextLookAt(session: SessionState, link: FrameLink | null, now: number): number | null {
  const due = nextTickAt(session);
  const isWaiting = session.name === 'live' && session.askedAt !== null && link?.received !== undefined;
  return due === null || !isWaiting ? due : Math.min(due, now + LOOK_EVERY_MS);
}

export function isSlow(sentAt: number | null, now: number): boolean {
  return sentAt !== null && now - sentAt >= SLOW_AFTER_MS;
}
