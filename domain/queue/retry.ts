/**
 * When to try again. Exponential, capped, and with full jitter applied after the cap: a thousand laptops that lost
 * the link in one second must not come back in one second.
 */
export const RETRY_FIRST_MS = 500;
export const RETRY_CAP_MS = 60_000;

/** `failures` ≥ 1 in a row; `random` in [0, 1). Result in milliseconds, at least 50 so that a loop cannot spin. */
export function retryDelayMs(failures: number, random: number): number {
  const ceiling = Math.min(RETRY_CAP_MS, RETRY_FIRST_MS * 2 ** Math.min(20, Math.max(0, failures - 1)));
  return 50 + random * ceiling;
}

/** The server's word on when to come back, with jitter on top so that its guests do not arrive together. */
export function comeBackDelayMs(askedMs: number, random: number): number {
  const asked = Math.min(3_600_000, Math.max(0, askedMs));
  return asked + random * Math.max(250, asked * 0.2);
}
