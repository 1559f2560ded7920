/** Where the lines of the re-open rate lie, and what they are made of: pure arithmetic, pixels out. */
import type { PersonId } from '../../../domain/ids.ts';
import { ratesByDay, type DayRate, type PersonDay } from '../../../domain/visit-stat/rates.ts';
import type { TeamView } from '../../../protocol/ipc/team.ts';

/** Whose rate is drawn: all together, a line for each, or one person. */
export type Whose = 'team' | 'each' | PersonId;

export interface RateLine {
  readonly key: string;
  readonly name: string;
  readonly days: readonly DayRate[];
}

export function linesOf(view: TeamView, whose: Whose): readonly RateLine[] {
  const team: RateLine = { key: 'team', name: 'The team', days: ratesByDay(view.days) };
  if (whose === 'team') return [team];
  const people = view.people.filter((p) => whose === 'each' || p.id === whose);
  return people.map(({ id, name }) => ({ key: id, name, days: ratesByDay(ofPerson(view.days, id)) }));
}

function ofPerson(days: readonly PersonDay[], person: PersonId): readonly PersonDay[] {
  return days.filter((d) => d.person === person);
}

export interface RateBox {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export interface RateScale {
  readonly x: (day: string) => number;
  readonly y: (rate: number) => number;
  /** Rates with a line of their own, from zero up. */
  readonly ticks: readonly number[];
}

/** Tops of the axis that divide into whole per cents. */
const TOPS = [0.1, 0.2, 0.4, 0.6, 0.8, 1];
const PARTS = 4;

/** From zero to the first round rate above all; the first and the last day stand at the edges. */
export function rateScale(lines: readonly RateLine[], from: string, to: string, box: RateBox): RateScale {
  const most = Math.max(0, ...lines.flatMap((line) => line.days.map((d) => d.rate)));
  const top = TOPS.find((t) => t >= most) ?? 1;
  const [first, last] = [dayNumber(from), dayNumber(to)];
  const width = Math.max(1, last - first);
  return {
    x: (day) =>
      first === last
        ? (box.left + box.right) / 2
        : box.left + ((dayNumber(day) - first) / width) * (box.right - box.left),
    y: (rate) => box.bottom - (rate / top) * (box.bottom - box.top),
    ticks: Array.from({ length: PARTS + 1 }, (_, i) => (top * i) / PARTS),
  };
}

/** The `d` of a line from day to day. */
export function ratePath(days: readonly DayRate[], { x, y }: Pick<RateScale, 'x' | 'y'>): string {
  return days.map((d, i) => `${i === 0 ? 'M' : 'L'}${x(d.day).toFixed(1)} ${y(d.rate).toFixed(1)}`).join('');
}

/** "12 %", "2.5 %". */
export function percent(rate: number): string {
  return `${Number((rate * 100).toFixed(1))} %`;
}

/** What the plot shows, in a sentence. */
export function plotWords(lines: readonly RateLine[], dayWords: (day: string) => string): string {
  const said = lines.flatMap(({ name, days }) => {
    const last = days.at(-1);
    if (!last) return [];
    const rates = days.map((d) => d.rate);
    return [
      `${name}: ${percent(Math.min(...rates))} to ${percent(Math.max(...rates))}, ${dayWords(last.day)} ${percent(last.rate)}`,
    ];
  });
  return `Re-open rate. ${said.join('; ')}.`;
}

/** Local midnight, for words; milliseconds. */
export function midnightOf(day: string): number {
  const [year = 1970, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(year, month - 1, date).getTime();
}

function dayNumber(day: string): number {
  return Math.round(Date.parse(`${day}T00:00:00Z`) / 86_400_000);
}
