/**
 * The watchdog of the queue. It looks at the head of what may leave and at how long that has been the head while the
 * link was live; whether anybody believes that it was sent, or that all is well, plays no part. A head that does not move
 * means that the link is made anew, whatever the cause, and that nothing calls it working until the head has moved.
 */
import type { Lane } from '../../domain/schema/types.ts';

/** A head that does not move for this long on a live link is stuck: a satellite answers a batch in a tenth of it. */
export const STUCK_MS = 120_000;
/** The same where the server asked for time, or lets only other lanes through: that may take longer, and not for ever. */
export const FORGOTTEN_MS = 600_000;
/** Between two looks at the queue, however many frames come in meanwhile. */
const LOOK_MS = 5_000;

export interface WatchedQueue {
  /** Name of the change that would leave next if nothing were under way; null: nothing may leave. */
  head(lanes: readonly Lane[] | null): string | null;
}

export interface WatchedSender {
  readonly lanes: readonly Lane[] | null;
  /** When the oldest batch without an answer was sent; null when none waits. */
  oldestSentAt(): number | null;
}

export type Verdict = 'moves' | 'unanswered' | 'stuck';

export class Watchdog {
  private readonly queue: WatchedQueue;
  private readonly sender: WatchedSender;
  private head: string | null = null;
  /** When it became the head, or the link came up behind it. */
  private since = 0;
  private lookedAt: number | null = null;
  private stuck: number | null = null;

  constructor(queue: WatchedQueue, sender: WatchedSender) {
    this.queue = queue;
    this.sender = sender;
  }

  /** Since when the present head has been stuck, over however many links; null while it moves. */
  stuckSince(): number | null {
    return this.stuck;
  }

  /** A link came up: from now on it has its time. */
  begin(now: number): void {
    this.since = now;
    this.lookedAt = null;
  }

  /** `paused`: the server asked for time. */
  look(now: number, paused: boolean): Verdict {
    const sent = this.sender.oldestSentAt();
    if (sent !== null && now - sent > STUCK_MS) return this.is('unanswered');
    const isSoon = this.lookedAt !== null && now >= this.lookedAt && now - this.lookedAt < LOOK_MS;
    if (isSoon && this.stuck === null) return 'moves';
    this.lookedAt = now;
    const head = this.queue.head(null);
    if (head !== this.head || head === null) {
      this.head = head;
      this.since = now;
      this.stuck = null;
      return 'moves';
    }
    // A clock that was set back must not make the head young for years.
    this.since = Math.min(this.since, now);
    const isHeldBack = paused || (this.sender.lanes !== null && this.queue.head(this.sender.lanes) !== head);
    return now - this.since > (isHeldBack ? FORGOTTEN_MS : STUCK_MS) ? this.is('stuck') : 'moves';
  }

  private is(verdict: Exclude<Verdict, 'moves'>): Verdict {
    this.stuck ??= this.since;
    return verdict;
  }
}
