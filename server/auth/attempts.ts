/**
 * Wrong PINs slow the next attempt down: the first few are free, because thumbs are wide and gloves wider, then each
 * wrong one doubles the wait. A four-digit PIN then lasts for months against somebody who tries.
 */

export interface Attempts {
  readonly wrong: number;
  /** Milliseconds UTC of the last wrong one. */
  readonly lastAt: number;
}

export const NO_ATTEMPTS: Attempts = { wrong: 0, lastAt: 0 };

const FREE = 3;
const FIRST_WAIT_MS = 5_000;
const LONGEST_WAIT_MS = 15 * 60_000;
/** After this long without a wrong one the count starts anew. */
const FORGOTTEN_AFTER_MS = 24 * 3_600_000;

export function afterWrong(before: Attempts, now: number): Attempts {
  const wrong = now - before.lastAt > FORGOTTEN_AFTER_MS ? 0 : before.wrong;
  return { wrong: wrong + 1, lastAt: now };
}

/** Milliseconds until the next attempt may be made; 0: now. A clock that jumped back does not lengthen the wait. */
export function waitBeforeNext(attempts: Attempts, now: number): number {
  if (attempts.wrong < FREE) return 0;
  const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (attempts.wrong - FREE));
  return Math.min(wait, Math.max(0, attempts.lastAt + wait - now));
}
