/** Where the points of a plot lie: pure arithmetic, pixels out. */

export interface Point {
  readonly at: number;
  readonly value: number;
}

export interface Limits {
  readonly low: number | null;
  readonly high: number | null;
}

export interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export interface PlotScale {
  readonly x: (at: number) => number;
  readonly y: (value: number) => number;
  readonly ticks: readonly number[];
}

const DAY = 86_400_000;

/** Covers all values and the limits, with air above and below; a single moment gets a day on each side. */
export function plotScale(points: readonly Point[], { low, high }: Limits, box: Box): PlotScale {
  const values = [...points.map((p) => p.value), ...[low, high].filter((limit) => limit !== null)];
  const least = Math.min(...values);
  const most = Math.max(...values);
  const air = most === least ? Math.max(1, Math.abs(most)) * 0.2 : (most - least) * 0.12;
  // What was never negative gets no axis below zero.
  const bottom = least >= 0 ? Math.max(0, least - air) : least - air;
  const top = most + air;
  const times = points.map((p) => p.at);
  const first = Math.min(...times);
  const last = Math.max(...times);
  const side = first === last ? DAY : 0;
  return {
    x: linear(first - side, last + side, box.left, box.right),
    y: linear(bottom, top, box.bottom, box.top),
    ticks: niceTicks(bottom, top, 4),
  };
}

function linear(from: number, to: number, start: number, end: number): (n: number) => number {
  return (n) => start + ((n - from) / (to - from)) * (end - start);
}

/** Round numbers (1, 2 or 5 times a power of ten apart) between `from` and `to`, about `wanted` of them. */
export function niceTicks(from: number, to: number, wanted: number): readonly number[] {
  const rough = (to - from) / wanted;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((n) => n * power >= rough) ?? 10) * power;
  const digits = Math.max(0, -Math.floor(Math.log10(step)));
  const ticks: number[] = [];
  for (let n = Math.ceil(from / step); n * step <= to; n += 1) ticks.push(Number((n * step).toFixed(digits)));
  return ticks;
}

/** The `d` of a line through the points. */
export function linePath(points: readonly Point[], { x, y }: Pick<PlotScale, 'x' | 'y'>): string {
  return points.map((p, i) => `${i === 0 ? 'M' : 'L'}${x(p.at).toFixed(1)} ${y(p.value).toFixed(1)}`).join('');
}

export function isOutside(value: number, { low, high }: Limits): boolean {
  return (low !== null && value < low) || (high !== null && value > high);
}

/** "above the limit of 0.5", "below the limit of 1", "within 0 to 0.5", "within the limit of 0.5", "no limits". */
export function verdict(value: number, { low, high }: Limits): string {
  if (high !== null && value > high) return `above the limit of ${high}`;
  if (low !== null && value < low) return `below the limit of ${low}`;
  if (low !== null && high !== null) return `within ${low} to ${high}`;
  const limit = low ?? high;
  return limit === null ? 'no limits' : `within the limit of ${limit}`;
}
