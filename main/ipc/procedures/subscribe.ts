/** A listener as an async sequence, for subscriptions: the newest value waits, older unread ones are dropped. */
export async function* latest<T>(
  listen: (push: (value: T) => void) => () => void,
  signal: AbortSignal | undefined,
): AsyncGenerator<T> {
  let waiting: { readonly value: T } | null = null;
  let wake: (() => void) | null = null;
  const stop = listen((value) => {
    waiting = { value };
    wake?.();
  });
  const onAbort = (): void => wake?.();
  signal?.addEventListener('abort', onAbort);
  try {
    while (!signal?.aborted) {
      const next = takeWaiting();
      if (next) yield next.value;
      else await new Promise<void>((resolve) => (wake = resolve));
      wake = null;
    }
  } finally {
    signal?.removeEventListener('abort', onAbort);
    stop();
  }

  function takeWaiting(): { readonly value: T } | null {
    const next = waiting;
    waiting = null;
    return next;
  }
}
