/** Times and what is said of many of them. Milliseconds everywhere. */

export function nowMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

/** Milliseconds that the work took. */
export function timed(work: () => void): number {
  const start = nowMs();
  work();
  return nowMs() - start;
}

/** Milliseconds of processor that the work took: for work of one thread, on a machine that others use as well. */
export function processorTime(work: () => void): number {
  const start = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1_000;
}

/** Nearest rank: `p` in percent. */
export function percentile(values: readonly number[], p: number): number {
  const sorted = Float64Array.from(values).toSorted();
  const at = Math.min(sorted.length - 1, Math.max(0, Math.ceil((p / 100) * sorted.length) - 1));
  return sorted[at] ?? Number.NaN;
}

export function median(values: readonly number[]): number {
  return percentile(values, 50);
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** A promise that something else settles, given up after `ms` with words for the person who waits. */
export function awaited(what: string, ms: number): { readonly done: () => void; readonly promise: Promise<void> } {
  let done = (): void => {};
  const promise = new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${what}: not within ${ms / 1_000} s`)), ms);
    done = () => {
      clearTimeout(timer);
      resolve();
    };
  });
  return { done, promise };
}
