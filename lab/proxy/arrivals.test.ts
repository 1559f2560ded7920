import { describe, expect, it } from 'vitest';
import { SEGMENT_BYTES, weatherOf, WEATHER_NAMES, type WeatherName } from '../../domain/weather/weather.ts';
import { chanceFrom } from '../world/chance.ts';
import { Arrivals } from './arrivals.ts';

const NOW = 5_000;

function arrivals(name: WeatherName, segments: number, speed = 1): readonly number[] {
  const line = new Arrivals(() => weatherOf(name), chanceFrom(name), speed);
  return Array.from({ length: segments }, () => line.of(SEGMENT_BYTES, NOW) - NOW);
}
const last = (list: readonly number[]): number => list.at(-1) ?? 0;

describe('when segments arrive', () => {
  it('[N-3] throttled to 4 kB/s, 40 segments of 1,400 bytes take 14 s, and on a link with 100 times the speed 0.14 s', () => {
    const seconds = (40 * SEGMENT_BYTES) / 4_000;
    expect(last(arrivals('throttled', 40)) / 1_000).toBeGreaterThan(seconds);
    expect(last(arrivals('throttled', 40)) / 1_000).toBeLessThan(seconds + 0.3);
    expect(last(arrivals('throttled', 40, 100))).toBeCloseTo(last(arrivals('throttled', 40)) / 100, 0);
  });

  it('[N-5] a satellite: 0.7 to 0.8 s one way for the first, and one in twenty holds all behind it back by 1.6 s', () => {
    const list = arrivals('satellite', 2_000);
    expect(list[0]).toBeGreaterThanOrEqual(700);
    expect(list[0]).toBeLessThanOrEqual(800 + 1_600 + 24);
    const stalls = list.filter((at, i) => i > 0 && at - (list[i - 1] ?? 0) > 1_000).length;
    expect(stalls).toBeGreaterThan(60);
    expect(stalls).toBeLessThan(140);
  });

  it.each(WEATHER_NAMES)('[N-3] %s never lets one segment overtake another, nor arrive before it was sent', (name) => {
    const list = arrivals(name, 300);
    expect(list).toEqual(list.toSorted((a, b) => a - b));
    expect(list[0]).toBeGreaterThanOrEqual(0);
  });
});
