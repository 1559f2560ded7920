import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { comeBackDelayMs, RETRY_CAP_MS, RETRY_FIRST_MS, retryDelayMs } from './retry.ts';

const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const FLOOR_MS = 50;

describe('when to try again', () => {
  it('[Q-3] is drawn evenly below the cap, so that the cap itself is no meeting point', () => {
    const draws = Array.from({ length: 1_000 }, (_, i) => retryDelayMs(30, i / 1_000));
    const inTenth = (n: number): number =>
      draws.filter((d) => Math.floor(((d - FLOOR_MS) / RETRY_CAP_MS) * 10) === n).length;
    for (let n = 0; n < 10; n++) expect(inTenth(n)).toBe(100);
  });

  it('[Q-3] lies between the floor and the limit, which doubles up to the cap', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10_000 }), chance, (failures, random) => {
        const limit = Math.min(RETRY_CAP_MS, RETRY_FIRST_MS * 2 ** Math.min(60, Math.max(0, failures - 1)));
        const delay = retryDelayMs(failures, random);
        expect(delay).toBeGreaterThanOrEqual(FLOOR_MS);
        // Equal only where the sum of two doubles rounds up.
        expect(delay).toBeLessThanOrEqual(limit + FLOOR_MS);
        expect(delay).toBeCloseTo(FLOOR_MS + random * limit, 6);
      }),
    );
  });

  it('[Q-3] two laptops that lost the link together come back apart', () => {
    fc.assert(
      fc.property(fc.integer({ min: 8, max: 40 }), chance, chance, (failures, a, b) => {
        const apart = Math.abs(retryDelayMs(failures, a) - retryDelayMs(failures, b));
        expect(apart).toBeCloseTo(Math.abs(a - b) * RETRY_CAP_MS, 6);
      }),
    );
  });

  it('the server’s word is obeyed: never earlier, a little later, and not beyond reason', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1_000, max: 10_000_000 }), chance, (asked, random) => {
        const delay = comeBackDelayMs(asked, random);
        const kept = Math.min(3_600_000, Math.max(0, asked));
        expect(delay).toBeGreaterThanOrEqual(kept);
        expect(delay).toBeLessThanOrEqual(kept + Math.max(250, kept * 0.2));
      }),
    );
    expect(comeBackDelayMs(4_200, 0)).not.toBe(comeBackDelayMs(4_200, 0.9));
  });
});
