import { describe, expect, it } from 'vitest';
import { rungsToDrop } from './ladder.ts';

/** A console that passes every so many positions and forgets what the ladder lets go. */
function climb(to: number, step: (at: number) => number, keepUntil = 60): readonly number[] {
  let rungs: number[] = [];
  for (let at = 1; at <= to; at += step(at)) {
    rungs.unshift(at);
    if (rungs.length <= keepUntil) continue;
    const drop = new Set(rungsToDrop(rungs));
    rungs = rungs.filter((r) => !drop.has(r));
  }
  return rungs;
}

describe('[W-12] the ladder of marks', () => {
  it('[W-12] stays short however long the log is', () => {
    expect(climb(300_000, () => 1).length).toBeLessThanOrEqual(60);
    expect(climb(2 ** 31, (at) => 1 + Math.floor(at / 50)).length).toBeLessThanOrEqual(63);
  });

  it('[W-12] keeps the newest marks all, and the oldest one', () => {
    const rungs = climb(10_000, () => 1);
    expect(rungs.slice(0, 6)).toEqual([10_000, 9_999, 9_998, 9_997, 9_996, 9_995]);
    expect(rungs.at(-1)).toBe(1);
  });

  it('[W-12] to any place in the log there is a rung beneath that is at most a few times as far away', () => {
    const to = 100_000;
    const rungs = climb(to, () => 1);
    for (let place = 1; place < to - 10; place += 37) {
      const beneath = rungs.find((r) => r <= place) ?? 0;
      expect(to - beneath).toBeLessThanOrEqual(4 * (to - place));
    }
  });

  it('[W-12] nothing is let go of a short one', () => {
    expect(rungsToDrop([])).toEqual([]);
    expect(rungsToDrop([9, 7, 5, 4, 3, 2])).toEqual([]);
  });
});
