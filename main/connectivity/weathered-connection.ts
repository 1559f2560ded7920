/**
 * One connection under training weather. Frames wait their turn in each direction, as they would behind each other on a
 * line; limits in bytes (cut, silent) count both directions. A connection that fell silent stays silent.
 */
import { SEGMENT_BYTES, type Weather } from '../../domain/weather/weather.ts';
import type { FrameLink, FrameLinkEvents } from '../../protocol/wire/frame.ts';
import type { Timers } from '../sync/link.ts';

export type WeatherTimers = Pick<Timers, 'now' | 'after' | 'random'>;

const DIRECTIONS = ['up', 'down'] as const;
type Direction = (typeof DIRECTIONS)[number];

interface Moving {
  readonly bytes: number;
  readonly began: number;
  readonly arrives: number;
  readonly arrive: () => void;
}

/** On a real connection a piece of this size brings a sign of life of its own (piecewise-socket.ts). */
const PIECE_BYTES = 4_096;

export interface ConnectionPorts {
  readonly timers: WeatherTimers;
  readonly weather: Weather;
  readonly events: FrameLinkEvents & { onOpen(link: FrameLink): void };
  readonly onOver: () => void;
}

export class WeatheredConnection {
  private readonly ports: ConnectionPorts;
  private weather: Weather;
  private link: FrameLink | null = null;
  private isOver = false;
  private carried = 0;
  /** Frames on their way, first in first out: timers may come a little early or late, and must not swap two of them. */
  private readonly moving: Record<Direction, Moving[]> = { up: [], down: [] };
  private piecesOut = 0;
  private cutAt = Number.POSITIVE_INFINITY;
  private silentAt = Number.POSITIVE_INFINITY;
  /** Directions that have lost a frame: nothing after it may arrive either, for a stream has no gaps. */
  private readonly dead = new Set<Direction>();
  private readonly free: Record<Direction, number> = { up: 0, down: 0 };
  private readonly last: Record<Direction, number> = { up: 0, down: 0 };

  constructor(ports: ConnectionPorts) {
    this.ports = ports;
    this.weather = ports.weather;
    this.under(ports.weather);
  }

  /** Another weather from now on; its limits count from here. */
  under(weather: Weather): void {
    this.weather = weather;
    const at = (range: readonly [number, number] | null): number =>
      range ? this.carried + this.between(range) : Number.POSITIVE_INFINITY;
    this.cutAt = at(weather.cutAfterBytes);
    if (!this.isSilent()) this.silentAt = at(weather.silentAfterBytes);
  }

  opened(link: FrameLink): void {
    if (this.isOver) return link.close();
    this.link = link;
    this.ports.events.onOpen({
      send: (frame) => this.carry('up', frame, () => link.send(frame)),
      buffered: () => this.heldUp() + link.buffered(),
      received: () => (this.isClear() ? (link.received?.() ?? 0) : this.pieces()),
      close: () => this.abandon(),
    });
  }

  came(frame: Uint8Array): void {
    this.carry('down', frame, () => this.ports.events.onFrame(frame));
  }

  /** The connection underneath ended: what is on its way comes first, and then the end. A dead link tells nobody. */
  closedBeneath(): void {
    this.link = null;
    if (this.isSilent()) return;
    const { timers } = this.ports;
    const now = timers.now();
    const arrives = Math.max(now, this.last.down);
    this.moving.down.push({ bytes: 0, began: now, arrives, arrive: () => this.end() });
    timers.after(arrives - now, () => this.moving.down.shift()?.arrive());
  }

  /** Both ends hear of it now. */
  break(): void {
    const { link } = this;
    this.link = null;
    this.end();
    link?.close();
  }

  /** This end gives it up; nothing is told to it any more. */
  abandon(): void {
    const { link } = this;
    this.isOver = true;
    this.link = null;
    this.ports.onOver();
    link?.close();
  }

  private end(): void {
    if (this.isOver) return;
    this.isOver = true;
    this.ports.onOver();
    this.ports.events.onClose();
  }

  private carry(direction: Direction, frame: Uint8Array, deliver: () => void): void {
    if (this.isOver) return;
    this.carried += frame.length;
    if (this.carried >= this.cutAt) return this.break();
    const { timers } = this.ports;
    const began = timers.now();
    const bytes = frame.length;
    const arrives = this.arrival(direction, bytes);
    const arrive = (): void => {
      if (!this.isOver && !this.isLost(direction)) deliver();
    };
    const line = this.moving[direction];
    if (arrives <= began && line.length === 0) return arrive();
    line.push({ bytes, began, arrives, arrive });
    timers.after(Math.max(0, arrives - began), () => {
      const first = line.shift();
      if (!first) return;
      this.piecesOut += piecesOf(first, first.arrives);
      first.arrive();
    });
  }

  /** Then what the network itself has to say counts, and otherwise only what gets through the weather. */
  private isClear(): boolean {
    return this.weather.latencyMs[1] === 0 && this.dead.size === 0 && !this.isSilent();
  }

  /** Signs of life so far: of what has come out, and of what is half through. */
  private pieces(): number {
    const now = this.ports.timers.now();
    let count = this.piecesOut;
    for (const direction of DIRECTIONS)
      if (!this.isLost(direction)) for (const moving of this.moving[direction]) count += piecesOf(moving, now);
    return count;
  }

  private heldUp(): number {
    let bytes = 0;
    for (const moving of this.moving.up) bytes += moving.bytes;
    return bytes;
  }

  private isSilent(): boolean {
    return this.carried >= this.silentAt;
  }

  private isLost(direction: Direction): boolean {
    if (this.weather.loses === (direction === 'up' ? 'requests' : 'answers')) this.dead.add(direction);
    return this.isSilent() || this.dead.has(direction);
  }

  /** Never before what went ahead: a segment that is sent again holds back all behind it. */
  private arrival(direction: Direction, bytes: number): number {
    const { timers } = this.ports;
    const { bytesPerSecond, loss, stallMs, latencyMs } = this.weather;
    const sending = bytesPerSecond === null ? 0 : (bytes / bytesPerSecond) * 1_000;
    let stalled = 0;
    for (let at = 0; loss > 0 && at < bytes; at += SEGMENT_BYTES) if (timers.random() < loss) stalled += stallMs;
    this.free[direction] = Math.max(timers.now(), this.free[direction]) + sending + stalled;
    this.last[direction] = Math.max(this.last[direction], this.free[direction] + this.between(latencyMs));
    return this.last[direction];
  }

  private between([from, to]: readonly [number, number]): number {
    return from + this.ports.timers.random() * (to - from);
  }
}

/** Whole pieces that are through by then. */
function piecesOf({ bytes, began, arrives }: Moving, now: number): number {
  const share = arrives <= began ? 1 : Math.min(1, Math.max(0, (now - began) / (arrives - began)));
  return Math.floor((share * bytes) / PIECE_BYTES);
}
