/**
 * The re-open rate from the reports of all laptops (STAT-1): of one laptop, person and day the highest counts stand, whatever
 * order they came in and however often; those of several laptops are added.
 */
import type { PersonId } from '../ids.ts';

/** One report, as it came. */
export interface StatReport {
  readonly person: PersonId;
  readonly device: number;
  readonly day: string;
  readonly saves: number;
  readonly reopened: number;
  /** Version of the app that counted; empty when it did not say. */
  readonly app: string;
}

export interface PersonDay {
  readonly person: PersonId;
  readonly day: string;
  readonly saves: number;
  readonly reopened: number;
}

export interface DayRate {
  readonly day: string;
  readonly saves: number;
  readonly reopened: number;
  /** Re-opened saves per save, 0 to 1. */
  readonly rate: number;
}

/** By day, then by person; days without a save are not there. */
export function personDays(reports: readonly StatReport[]): readonly PersonDay[] {
  const laptops = new Map<string, StatReport>();
  for (const report of reports) {
    const key = `${report.day} ${report.person} ${report.device}`;
    const known = laptops.get(key);
    laptops.set(key, known ? { ...report, ...highest(known, report) } : report);
  }
  const days = new Map<string, PersonDay>();
  for (const { person, day, saves, reopened } of laptops.values()) {
    const known = days.get(`${day} ${person}`) ?? { person, day, saves: 0, reopened: 0 };
    days.set(`${day} ${person}`, { person, day, saves: known.saves + saves, reopened: known.reopened + reopened });
  }
  return [...days.values()]
    .filter((d) => d.saves > 0)
    .toSorted((a, b) => compare(a.day, b.day) || compare(a.person, b.person));
}

function highest(a: StatReport, b: StatReport): Pick<StatReport, 'saves' | 'reopened'> {
  return { saves: Math.max(a.saves, b.saves), reopened: Math.max(a.reopened, b.reopened) };
}

/** All of them together, day by day: every save weighs the same. */
export function ratesByDay(days: readonly PersonDay[]): readonly DayRate[] {
  const sums = new Map<string, { saves: number; reopened: number }>();
  for (const { day, saves, reopened } of days) {
    const sum = sums.get(day) ?? { saves: 0, reopened: 0 };
    sums.set(day, { saves: sum.saves + saves, reopened: sum.reopened + reopened });
  }
  return [...sums]
    .map(([day, sum]) => ({ day, ...sum, rate: sum.reopened / sum.saves }))
    .toSorted((a, b) => compare(a.day, b.day));
}

export interface Release {
  /** First day on which a laptop counted with it. */
  readonly day: string;
  readonly app: string;
}

/** Versions in the order in which they came into use; the one that was there first is no release. */
export function releasesIn(reports: readonly Pick<StatReport, 'day' | 'app'>[]): readonly Release[] {
  const first = new Map<string, string>();
  for (const { day, app } of reports) {
    const known = first.get(app);
    if (app !== '' && (known === undefined || day < known)) first.set(app, day);
  }
  const all = [...first].map(([app, day]) => ({ day, app }));
  return all.toSorted((a, b) => compare(a.day, b.day) || compare(a.app, b.app)).slice(1);
}

const compare = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1);
