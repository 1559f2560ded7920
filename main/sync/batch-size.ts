/**
 * How much to send at once (Q-2, N-4): as much as the link has shown that it can carry in a few seconds. Nothing is known
 * of a new connection, so the first batch on it is small: urgent work leads it, and is not stuck behind the rest. A batch
 * that got no answer in time is made smaller than it was, not retried as it was; every answer lets the next one grow.
 */
export interface BatchSize {
  readonly count: number;
  readonly bytes: number;
}

/** Four seconds at 4 kB/s if nothing in it can be compressed; doubled with every answer, six answers from the largest. */
export const FIRST_BATCH: BatchSize = { count: 500, bytes: 16 * 1024 };
export const LARGEST_BATCH: BatchSize = { count: 500, bytes: 512 * 1024 };
export const SMALLEST_BATCH: BatchSize = { count: 1, bytes: 512 };
/** Neither silence nor a slow answer is a reason to go below this: so little is hardly what was too much. */
const SMALLEST_USEFUL: BatchSize = { count: 8, bytes: 2 * 1024 };
const COMFORTABLE_MS = 4_000;

/** After an answer to `tried` that took `ms`. */
export function grown(size: BatchSize, ms: number, tried: BatchSize = size): BatchSize {
  if (ms > COMFORTABLE_MS) return usefulAtLeast(shrunk(smallerOf(size, tried), COMFORTABLE_MS / ms));
  return { count: Math.min(LARGEST_BATCH.count, size.count * 2), bytes: Math.min(LARGEST_BATCH.bytes, size.bytes * 2) };
}

/** After silence: a quarter of what was tried. */
export function shrunk(size: BatchSize, factor = 0.25): BatchSize {
  return {
    count: Math.max(SMALLEST_BATCH.count, Math.floor(size.count * factor)),
    bytes: Math.max(SMALLEST_BATCH.bytes, Math.floor(size.bytes * factor)),
  };
}

/** After silence, with `tried` under way: a quarter of what was really tried, however much had been allowed. */
export function afterSilence(size: BatchSize, tried: BatchSize): BatchSize {
  return usefulAtLeast(shrunk(smallerOf(size, tried)));
}

function usefulAtLeast({ count, bytes }: BatchSize): BatchSize {
  return { count: Math.max(SMALLEST_USEFUL.count, count), bytes: Math.max(SMALLEST_USEFUL.bytes, bytes) };
}

/** What a new connection starts with: no more than the first batch, whatever the one before could carry. */
export function smallerOf(a: BatchSize, b: BatchSize): BatchSize {
  return { count: Math.min(a.count, b.count), bytes: Math.min(a.bytes, b.bytes) };
}
