/**
 * Telling the others: after a commit, in a window, so that a storm of commits becomes a few frames. While laptops
 * are still draining the window is long: their outcomes must not wait behind other people's news.
 */
import type { Session } from '../session/session.ts';
import { tellLater } from '../session/tell-later.ts';
import type { Committed } from './finish.ts';
import type { FrameCache, Ring } from './publish.ts';

export interface FanOutOptions {
  readonly sessions: ReadonlySet<Session>;
  readonly ring: Ring;
  readonly frames: FrameCache;
  readonly clock: () => number;
  readonly after: (ms: number, task: () => void) => () => void;
}

export const QUIET_WINDOW_MS = 20;
/** Measured: 300 ms makes a storm's drain ten times faster than 20 ms. */
export const DRAINING_WINDOW_MS = 300;
/** A laptop that pushed this recently is draining. */
const DRAINING_MS = 100;

export interface FanOut {
  readonly committed: (committed: Committed) => void;
  stop(): void;
}

export function createFanOut({ sessions, ring, frames, clock, after }: FanOutOptions): FanOut {
  let cancel: (() => void) | null = null;
  let stopped = false;
  const tell = (): void => {
    cancel = null;
    frames.clear();
    for (const session of sessions) session.tellNews();
    frames.clear();
  };
  const countDraining = (): number => {
    const now = clock();
    let draining = 0;
    for (const s of sessions) if (now - s.lastPushAt < DRAINING_MS) draining += 1;
    return draining;
  };
  return {
    committed(committed) {
      ring.add(committed);
      for (const session of sessions) tellLater(session, committed.later);
      if (stopped || cancel) return;
      cancel = after(countDraining() > 1 ? DRAINING_WINDOW_MS : QUIET_WINDOW_MS, tell);
    },
    stop() {
      stopped = true;
      cancel?.();
    },
  };
}
