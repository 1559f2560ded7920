import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clamp, FAR_FUTURE_MS, HLC_ORIGIN_MS, HLC_ZERO, hlcFromMs, hlcMs, observe, tick, type Hlc } from './hlc.ts';

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 5, 1);
/** Wall clocks that jump by up to ten years either way. */
const wall = fc.integer({ min: NOW - 3_650 * DAY, max: NOW + 3_650 * DAY });

describe('the hybrid logical clock', () => {
  it('[C-9] never runs backwards on one laptop, whatever its clock does', () => {
    const step = fc.record({ wall, seen: fc.option(wall, { nil: undefined }) });
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 60 }), (steps) => {
        let last = HLC_ZERO;
        for (const { wall: now, seen } of steps) {
          const observed = seen === undefined ? last : observe(last, hlcFromMs(seen), now);
          expect(observed).toBeGreaterThanOrEqual(last);
          last = observed;
          const next = tick(last, now);
          expect(next).toBeGreaterThan(last);
          expect(Number.isSafeInteger(next)).toBe(true);
          expect(hlcMs(next)).toBeGreaterThanOrEqual(Math.max(now, HLC_ORIGIN_MS));
          last = next;
        }
      }),
    );
  });

  it('[C-9] what is made after seeing a stamp has a later one', () => {
    fc.assert(
      fc.property(wall, fc.integer({ min: -5 * DAY, max: 2 * DAY }), fc.nat(4_095), (now, ahead, counter) => {
        const here = Math.max(now, HLC_ORIGIN_MS);
        const seen = (hlcFromMs(Math.min(here + ahead, here + FAR_FUTURE_MS - 1)) + counter) as Hlc;
        expect(tick(observe(HLC_ZERO, seen, here), here)).toBeGreaterThan(seen);
      }),
    );
  });

  it('[C-9] a stamp from the far future is clamped, flagged, and not followed', () => {
    fc.assert(
      fc.property(wall, fc.integer({ min: FAR_FUTURE_MS + 1, max: 3_650 * DAY }), (now, ahead) => {
        const from = Math.max(now, HLC_ORIGIN_MS);
        const far = hlcFromMs(from + ahead);
        const limit = hlcFromMs(from + FAR_FUTURE_MS);
        expect(clamp(far, from)).toEqual({ stamp: limit, clamped: true });
        expect(observe(HLC_ZERO, far, from)).toBe(limit);
      }),
    );
  });

  it('[C-9] a stamp within two days is kept as it is', () => {
    fc.assert(
      fc.property(wall, fc.integer({ min: -3_650 * DAY, max: FAR_FUTURE_MS }), (now, ahead) => {
        const stamp = hlcFromMs(now + ahead);
        expect(clamp(stamp, now)).toEqual({ stamp, clamped: false });
      }),
    );
  });

  it('a burst within one millisecond keeps counting and stays near the time', () => {
    let last = tick(HLC_ZERO, NOW);
    const first = last;
    for (let i = 0; i < 10_000; i++) last = tick(last, NOW);
    expect(last - first).toBe(10_000);
    expect(hlcMs(last) - NOW).toBeLessThanOrEqual(3);
  });

  it('[W-11] a stamp holds its millisecond, and no clock setting makes it unsafe', () => {
    fc.assert(
      fc.property(fc.integer({ min: HLC_ORIGIN_MS, max: HLC_ORIGIN_MS + 60 * 365 * DAY }), (ms) => {
        expect(hlcMs(hlcFromMs(ms))).toBe(ms);
      }),
    );
    for (const ms of [-8.64e15, 0, 8.64e15]) expect(Number.isSafeInteger(hlcFromMs(ms) + 4_095)).toBe(true);
  });
});
