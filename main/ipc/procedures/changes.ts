/** A listener as an async sequence in which nothing is dropped. The producer names ranges, so the backlog stays small. */
export async function* inOrder<T>(
  listen: (push: (value: T) => void) => () => void,
  signal: AbortSignal | undefined,
): AsyncGenerator<T> {
  const backlog: T[] = [];
  let wake: (() => void) | null = null;
  const stop = listen((value) => {
    backlog.push(value);
    wake?.();
  });
  const onAbort = (): void => wake?.();
  signal?.addEventListener('abort', onAbort);
  try {
    while (!signal?.aborted) {
      const next = backlog.shift();
      if (next !== undefined) yield next;
      else await new Promise<void>((resolve) => (wake = resolve));
      wake = null;
    }
  } finally {
    signal?.removeEventListener('abort', onAbort);
    stop();
  }
}
