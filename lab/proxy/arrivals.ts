/**
 * When the segments of one direction arrive: after their latency, behind what they share the line with, later where one
 * was lost and sent again, and never before what went in ahead of them.
 */
import type { Weather } from '../../domain/weather/weather.ts';
import type { Chance } from '../world/chance.ts';

export class Arrivals {
  private readonly weather: () => Weather;
  private readonly chance: Chance;
  private readonly speed: number;
  /** When the line has nothing more to send, and when the last segment comes out of it. */
  private free = 0;
  private last = 0;

  constructor(weather: () => Weather, chance: Chance, speed: number) {
    this.weather = weather;
    this.chance = chance;
    this.speed = speed;
  }

  /** `now` and the result: milliseconds of the machine, for a link whose time runs `speed` times as fast. */
  of(bytes: number, now: number): number {
    const { latencyMs, loss, stallMs, bytesPerSecond } = this.weather();
    const sending = bytesPerSecond === null ? 0 : (bytes / bytesPerSecond) * 1_000;
    const stalled = loss > 0 && this.chance.is(loss) ? stallMs : 0;
    this.free = Math.max(now, this.free) + (sending + stalled) / this.speed;
    this.last = Math.max(this.last, this.free + this.chance.between(...latencyMs) / this.speed);
    return this.last;
  }
}
