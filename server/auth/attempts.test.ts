import { describe, expect, it } from 'vitest';
import { afterWrong, NO_ATTEMPTS, waitBeforeNext, type Attempts } from './attempts.ts';

const wrongTimes = (n: number, at: number): Attempts => {
  let attempts = NO_ATTEMPTS;
  for (let i = 0; i < n; i++) attempts = afterWrong(attempts, at);
  return attempts;
};

describe('wrong PINs', () => {
  it('[H-1] the first ones are free, then each doubles the wait, up to a quarter of an hour', () => {
    const now = 1_790_000_000_000;
    const waits = [0, 1, 2, 3, 4, 5, 6, 20].map((n) => waitBeforeNext(wrongTimes(n, now), now));
    expect(waits).toEqual([0, 0, 0, 5_000, 10_000, 20_000, 40_000, 900_000]);
  });

  it('the wait runs down with time', () => {
    const attempts = wrongTimes(4, 1_000_000);
    expect(waitBeforeNext(attempts, 1_004_000)).toBe(6_000);
    expect(waitBeforeNext(attempts, 1_010_000)).toBe(0);
  });

  it('a day without one starts the count anew', () => {
    const later = afterWrong(wrongTimes(9, 0), 25 * 3_600_000);
    expect(later.wrong).toBe(1);
  });

  it('[C-9] a clock that jumps back never makes the wait longer than it was', () => {
    expect(waitBeforeNext(wrongTimes(4, 1_000_000), 0)).toBe(10_000);
  });
});
