/** Long work on the replica in slices of a few milliseconds, so that a save never waits behind it (SAVE-2). */
import type { Replica } from '../replica/replica.ts';

export const SLICE_MS = 3;

export interface SliceClock {
  /** Milliseconds, monotonic enough to measure a slice. */
  now(): number;
  /** Lets whatever waits (a save) go first. */
  pause(): Promise<void>;
}

export interface SlicedWork {
  readonly total: number;
  /** Steps between two looks at the clock. */
  readonly stride: number;
  step(at: number): void;
  /** Runs in the transaction of the last slice, even when there are no steps. */
  finish(): void;
}

/** Each slice is a transaction; what the server would send again need not be waited for on the disk. */
export async function inSlices(replica: Replica, clock: SliceClock, work: SlicedWork): Promise<void> {
  let at = 0;
  do {
    replica.transact('replayable', () => {
      const until = clock.now() + SLICE_MS;
      while (at < work.total) {
        work.step(at);
        at += 1;
        if (at % work.stride === 0 && clock.now() >= until) break;
      }
      if (at >= work.total) work.finish();
    });
    if (at < work.total) await clock.pause();
  } while (at < work.total);
}
