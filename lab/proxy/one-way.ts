/**
 * One direction of a connection under weather: bytes arrive late, in order, as fast as the link lets them, with stalls
 * where a segment was lost, and not at all once the link is silent. What is held back is bounded: the sender is stopped
 * until some of it has left, as a full link stops it. Every byte that is passed is passed once and in its place.
 */
import type { Socket } from 'node:net';
import { clearTimeout, setTimeout } from 'node:timers';
import { SEGMENT_BYTES, type Weather } from '../../domain/weather/weather.ts';
import type { Chance } from '../world/chance.ts';
import { Arrivals } from './arrivals.ts';

/** Bytes of one direction in our hands before its sender has to wait; it goes on at half of it. */
export const MOST_HELD_BYTES = 256 * 1024;

export type Fate = 'pass' | 'lose';

export interface OneWayOptions {
  readonly from: Socket;
  readonly to: Socket;
  readonly chance: Chance;
  readonly weather: () => Weather;
  /** How many times faster than the machine's this link's time runs. */
  readonly speed: number;
  /** What becomes of so many bytes that are about to arrive: how many may, and whether the rest is lost. */
  readonly allow: (bytes: number) => { readonly bytes: number; readonly fate: Fate };
  /** False: the link is dead, and the end of one side is not told to the other. */
  readonly tellsEnd: () => boolean;
  /** Milliseconds, only differences matter. */
  readonly now: () => number;
  readonly onPassed: (bytes: number) => void;
  readonly onHeld: (bytes: number) => void;
}

interface Segment {
  readonly bytes: Buffer;
  readonly due: number;
}

export class OneWay {
  private readonly options: OneWayOptions;
  private readonly arrivals: Arrivals;
  private readonly waiting: Segment[] = [];
  private held = 0;
  private timer: ReturnType<typeof setTimeout> | null = null;
  private blocked = false;
  private ending = false;
  private stopped = false;

  constructor(options: OneWayOptions) {
    this.options = options;
    const { from, to, weather, chance, speed } = options;
    this.arrivals = new Arrivals(weather, chance, speed);
    from.on('data', (bytes: Buffer) => this.take(bytes));
    from.once('end', () => {
      this.ending = true;
      this.deliver();
    });
    to.on('drain', () => {
      this.blocked = false;
      this.deliver();
    });
  }

  /** Nothing more is passed. */
  stop(): void {
    this.stopped = true;
    this.waiting.length = 0;
    this.hold(-this.held);
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
  }

  private take(bytes: Buffer): void {
    if (this.stopped) return;
    for (let at = 0; at < bytes.length; at += SEGMENT_BYTES) {
      const segment = bytes.subarray(at, at + SEGMENT_BYTES);
      this.waiting.push({ bytes: segment, due: this.arrivals.of(segment.length, this.options.now()) });
    }
    this.hold(bytes.length);
    if (this.held >= MOST_HELD_BYTES) this.options.from.pause();
    this.deliver();
  }

  private deliver(): void {
    const { now, to } = this.options;
    while (!this.blocked && !this.stopped) {
      const next = this.waiting[0];
      if (!next) break;
      if (next.due > now()) return this.later(next.due - now());
      this.waiting.shift();
      this.hold(-next.bytes.length);
      this.pass(next.bytes);
    }
    if (!this.ending || this.waiting.length > 0 || this.stopped) return;
    if (this.options.tellsEnd()) to.end();
    else this.options.from.end();
  }

  private pass(bytes: Buffer): void {
    const { to, allow, onPassed } = this.options;
    const { bytes: count, fate } = allow(bytes.length);
    if (count === 0 || to.destroyed || to.writableEnded) return;
    const passed = fate === 'pass' && count === bytes.length ? bytes : bytes.subarray(0, count);
    onPassed(passed.length);
    this.blocked = !to.write(passed);
  }

  private later(ms: number): void {
    if (this.timer) return;
    this.timer = setTimeout(
      () => {
        this.timer = null;
        this.deliver();
      },
      Math.max(1, ms),
    );
  }

  private hold(bytes: number): void {
    this.held += bytes;
    this.options.onHeld(bytes);
    if (bytes < 0 && this.held < MOST_HELD_BYTES / 2 && this.options.from.isPaused()) this.options.from.resume();
  }
}
