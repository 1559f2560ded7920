import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { recordId } from '../ids.ts';
import { isReopening, isToBeClosed, REOPEN_WITHIN_MS, withReopened, withSave, type DayBook } from './day-book.ts';
import { personDays, ratesByDay, releasesIn, type StatReport } from './rates.ts';

const ADA = recordId(1, 1, 1, 0);
const BEN = recordId(1, 1, 2, 0);
const SITE = recordId(1, 1, 3, 0);
const [JOB, DEVICE] = [recordId(1, 1, 4, 0), recordId(1, 1, 5, 0)];
const saved = (book: DayBook | null, at: number, record = JOB, day = '2026-11-22'): DayBook =>
  withSave(book, { day, person: ADA, site: SITE, record, at });

describe('[STAT-1] the book of a day', () => {
  it('[STAT-1] counts saves, and one re-opening of each at most', () => {
    let book = saved(saved(null, 1_000), 2_000, DEVICE);
    expect(isReopening(book, JOB, 3_000)).toBe(true);
    book = withReopened(book, JOB);
    expect(book).toMatchObject({ saves: 2, reopened: 1 });
    expect(isReopening(book, JOB, 4_000)).toBe(false);
    expect(isReopening(book, DEVICE, 4_000)).toBe(true);
    expect(isReopening(saved(book, 5_000), JOB, 6_000)).toBe(true);
  });

  it('[STAT-1] ten minutes after the save, and not a millisecond more', () => {
    const book = saved(null, 1_000);
    expect(isReopening(book, JOB, 1_000 + REOPEN_WITHIN_MS)).toBe(true);
    expect(isReopening(book, JOB, 1_001 + REOPEN_WITHIN_MS)).toBe(false);
    expect(saved(book, 2_000 + REOPEN_WITHIN_MS, DEVICE).recent.map((s) => s.record)).toEqual([DEVICE]);
    expect(isReopening(book, JOB, 1_000 - REOPEN_WITHIN_MS - 1)).toBe(false);
    expect(isReopening(null, JOB, 1_000)).toBe(false);
  });

  it('[STAT-1] a new day begins a new book; the old one is closed when it has something to say', () => {
    const book = saved(null, 1_000);
    expect([isToBeClosed(book, '2026-11-22'), isToBeClosed(book, '2026-11-23')]).toEqual([false, true]);
    expect(isToBeClosed(withReopened(book, JOB), '2026-11-23')).toBe(false);
    expect(isToBeClosed(saved(withReopened(book, JOB), 2_000), '2026-11-23')).toBe(true);
    expect(saved(book, 9_000, JOB, '2026-11-23')).toMatchObject({ saves: 1, reopened: 0, toldSaves: 0 });
  });
});

describe('[STAT-1] rates', () => {
  const report = (over: Partial<StatReport>): StatReport => ({
    person: ADA,
    device: 7,
    day: '2026-11-22',
    saves: 4,
    reopened: 1,
    app: '1.0.0',
    ...over,
  });

  it('[STAT-1] the highest counts of a laptop stand; laptops are added; nobody’s days are mixed', () => {
    const reports = [
      report({ saves: 2, reopened: 1 }),
      report({ saves: 9, reopened: 3 }),
      report({ device: 8, saves: 1, reopened: 0 }),
      report({ person: BEN, saves: 10, reopened: 0 }),
      report({ day: '2026-11-21' }),
      report({ day: '2026-11-20', saves: 0, reopened: 0 }),
    ];
    const days = personDays(reports);
    expect(days).toEqual([
      { person: ADA, day: '2026-11-21', saves: 4, reopened: 1 },
      { person: ADA, day: '2026-11-22', saves: 10, reopened: 3 },
      { person: BEN, day: '2026-11-22', saves: 10, reopened: 0 },
    ]);
    expect(ratesByDay(days)).toEqual([
      { day: '2026-11-21', saves: 4, reopened: 1, rate: 0.25 },
      { day: '2026-11-22', saves: 20, reopened: 3, rate: 0.15 },
    ]);
  });

  it('[STAT-1] the order in which reports come, and coming twice, change nothing', () => {
    const one = fc.record({
      person: fc.constantFrom(ADA, BEN),
      device: fc.constantFrom(7, 8),
      day: fc.constantFrom('2026-11-21', '2026-11-22'),
      saves: fc.nat(9),
      reopened: fc.nat(9),
      app: fc.constant('1.0.0'),
    });
    fc.assert(
      fc.property(fc.array(one), (reports) => {
        const days = personDays(reports);
        expect(personDays([...reports].toReversed())).toEqual(days);
        expect(personDays([...reports, ...reports])).toEqual(days);
      }),
    );
  });

  it('[STAT-1] a release is the first day of each version but the first', () => {
    const reports = [
      { day: '2026-11-20', app: '1.1.0' },
      { day: '2026-11-02', app: '1.0.0' },
      { day: '2026-11-18', app: '1.1.0' },
      { day: '2026-11-21', app: '1.0.0' },
      { day: '2026-11-01', app: '' },
    ];
    expect(releasesIn(reports)).toEqual([{ day: '2026-11-18', app: '1.1.0' }]);
    expect(releasesIn([])).toEqual([]);
  });
});
