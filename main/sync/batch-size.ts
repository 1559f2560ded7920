/**
 * How much to send at once (Q-2, N-4): as much as the link has shown that it can carry in a few seconds. A batch that got
 * no answer in time is made smaller, not retried as it was; every answer lets the next one grow.
 */
export interface BatchSize {
  readonly count: number;
  readonly bytes: number;
}

export const FIRST_BATCH: BatchSize = { count: 500, bytes: 256 * 1024 };
export const LARGEST_BATCH: BatchSize = { count: 500, bytes: 512 * 1024 };
export const SMALLEST_BATCH: BatchSize = { count: 1, bytes: 512 };
const COMFORTABLE_MS = 4_000;

/** After an answer that took `ms`. */
export function grown(size: BatchSize, ms: number): BatchSize {
  if (ms > COMFORTABLE_MS) return shrunk(size, COMFORTABLE_MS / ms);
  return { count: Math.min(LARGEST_BATCH.count, size.count * 2), bytes: Math.min(LARGEST_BATCH.bytes, size.bytes * 2) };
}

/** After silence: a quarter of what was tried. */
export function shrunk(size: BatchSize, factor = 0.25): BatchSize {
  return {
    count: Math.max(SMALLEST_BATCH.count, Math.floor(size.count * factor)),
    bytes: Math.max(SMALLEST_BATCH.bytes, Math.floor(size.bytes * factor)),
  };
}
