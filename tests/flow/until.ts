/** Waits for something to become true, bounded in time; what never comes is named. */
import { setTimeout as sleep } from 'node:timers/promises';

const LIMIT_MS = 20_000;
const STEP_MS = 10;

export async function until(holds: () => boolean, what: string): Promise<void> {
  const deadline = Date.now() + LIMIT_MS;
  while (!holds()) {
    if (Date.now() > deadline) throw new Error(`never happened: ${what}`);
    await sleep(STEP_MS);
  }
}
