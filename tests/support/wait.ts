/** Waiting for what must come to be true: polled, with an end, so that a hang says what it waited for. */

const EVERY_MS = 4;

export async function until(what: string | (() => string), holds: () => boolean, withinMs = 10_000): Promise<void> {
  const end = Date.now() + withinMs;
  while (!holds()) {
    if (Date.now() > end) throw new Error(`never came true: ${typeof what === 'string' ? what : what()}`);
    await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
  }
}

/** A few turns of the event loop: for asserting that something did not happen although it could have. */
export async function turns(count = 20): Promise<void> {
  for (let i = 0; i < count; i++) await new Promise((resolve) => setImmediate(resolve));
}
