import { describe, expect, it } from 'vitest';
import { parseWhen } from './parse-when.ts';
import { clockTime, day, dayDistance, exactTime, shortSpan, span, when } from './when.ts';

const NOW = new Date(2026, 10, 18, 14, 30).getTime();
const at = (d: number, h: number, m: number, month = 10, year = 2026): number =>
  new Date(year, month, d, h, m).getTime();

describe('moments as a person says them', () => {
  it('says today, tomorrow, yesterday, and the date beyond', () => {
    expect(when(at(18, 14, 2), NOW)).toBe('today 14:02');
    expect(when(at(19, 0, 0), NOW)).toBe('tomorrow 00:00');
    expect(when(at(17, 23, 59), NOW)).toBe('yesterday 23:59');
    expect(when(at(20, 9, 40), NOW)).toBe('Fri 20 Nov 09:40');
    expect(day(at(2, 9, 0, 2, 2025), NOW)).toBe('2 Mar 2025');
  });

  it('a day apart is a day apart, however many hours that day has', () => {
    expect(dayDistance(at(25, 12, 0, 9), at(24, 12, 0, 9))).toBe(1);
    expect(dayDistance(at(29, 23, 59, 2), at(28, 0, 1, 2))).toBe(1);
  });

  it('keeps two digits', () => {
    expect(clockTime(at(18, 9, 5))).toBe('09:05');
    expect(exactTime(at(18, 9, 5) + 7_000)).toBe('09:05:07');
  });

  it('spans grow coarser as they grow', () => {
    expect(span(20_000)).toBe('less than a minute');
    expect(span(12 * 60_000)).toBe('12 min');
    expect(span(130 * 60_000)).toBe('2 h 10 min');
    expect(span(120 * 60_000)).toBe('2 h');
    expect(span(72 * 3_600_000)).toBe('3 days');
    expect(span(-5)).toBe('less than a minute');
    expect(shortSpan(130 * 60_000)).toBe('2 h');
  });
});

describe('moments as a person types them', () => {
  it('reads back what it prints', () => {
    for (const moment of [at(18, 14, 2), at(17, 23, 59), at(19, 0, 0), at(20, 9, 40), at(2, 9, 0, 2, 2025)]) {
      expect(parseWhen(when(moment, NOW), NOW)).toBe(moment);
    }
  });

  it('takes the short forms', () => {
    expect(parseWhen('9.40', NOW)).toBe(at(18, 9, 40));
    expect(parseWhen(' 18 nov 9:40 ', NOW)).toBe(at(18, 9, 40));
    expect(parseWhen('2026-11-02 08:00', NOW)).toBe(at(2, 8, 0));
  });

  it('refuses what names no moment', () => {
    for (const text of ['', 'soon', '25:00', '12:60', '31 Feb 10:00', '18 Nov', 'Nov 9:40', '2026-13-01 10:00']) {
      expect({ text, at: parseWhen(text, NOW) }).toEqual({ text, at: null });
    }
  });
});
