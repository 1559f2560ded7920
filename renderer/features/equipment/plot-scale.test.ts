import { describe, expect, it } from 'vitest';
import { isOutside, linePath, niceTicks, plotScale, verdict } from './plot-scale.ts';

const BOX = { left: 40, right: 440, top: 10, bottom: 110 };
const NONE = { low: null, high: null };

describe('the scale of a plot', () => {
  it('shows all values and the limits inside its box', () => {
    const scale = plotScale(
      [
        { at: 0, value: 0.2 },
        { at: 100, value: 0.3 },
      ],
      { low: null, high: 0.5 },
      BOX,
    );
    expect(scale.x(0)).toBe(40);
    expect(scale.x(100)).toBe(440);
    for (const value of [0.2, 0.3, 0.5]) {
      expect(scale.y(value)).toBeGreaterThan(BOX.top);
      expect(scale.y(value)).toBeLessThan(BOX.bottom);
    }
    expect(scale.y(0.5)).toBeLessThan(scale.y(0.2));
  });

  it('has no axis below zero for what was never negative', () => {
    const scale = plotScale(
      [
        { at: 0, value: 0 },
        { at: 1, value: 4 },
      ],
      NONE,
      BOX,
    );
    expect(scale.y(0)).toBe(BOX.bottom);
    expect(Math.min(...scale.ticks)).toBe(0);
  });

  it('puts a single value in the middle', () => {
    const scale = plotScale([{ at: 5, value: 7 }], NONE, BOX);
    expect(scale.x(5)).toBe(240);
    expect(scale.y(7)).toBeCloseTo(60);
  });
});

describe('ticks', () => {
  it('are round numbers within the range', () => {
    expect(niceTicks(0, 1, 4)).toEqual([0, 0.5, 1]);
    expect(niceTicks(0.02, 0.57, 4)).toEqual([0.2, 0.4]);
    expect(niceTicks(-30, 130, 4)).toEqual([0, 50, 100]);
    expect(niceTicks(0, 0.0009, 4)).toEqual([0, 0.0005]);
  });
});

describe('a reading against its limits', () => {
  it('is said in words', () => {
    expect(verdict(0.6, { low: null, high: 0.5 })).toBe('above the limit of 0.5');
    expect(verdict(0.6, { low: 1, high: null })).toBe('below the limit of 1');
    expect(verdict(3, { low: 1, high: 5 })).toBe('within 1 to 5');
    expect(verdict(3, { low: null, high: 5 })).toBe('within the limit of 5');
    expect(verdict(3, NONE)).toBe('no limits');
    expect(isOutside(5, { low: 1, high: 5 })).toBe(false);
    expect(isOutside(5.01, { low: 1, high: 5 })).toBe(true);
  });
});

it('draws a line through all points', () => {
  const same = (n: number): number => n;
  expect(
    linePath(
      [
        { at: 1, value: 2 },
        { at: 3, value: 4 },
      ],
      { x: same, y: same },
    ),
  ).toBe('M1.0 2.0L3.0 4.0');
});
