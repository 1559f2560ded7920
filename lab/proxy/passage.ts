/**
 * One connection through the proxy: two directions under one weather, with what counts bytes of both (cut at byte N,
 * silent from byte N on). A cut hands on exactly the bytes before it; a reset may still overtake some of them, as it does.
 */
import type { Socket } from 'node:net';
import type { Weather } from '../../domain/weather/weather.ts';
import type { Chance } from '../world/chance.ts';
import { OneWay, type Fate } from './one-way.ts';

export interface PassageOptions {
  readonly client: Socket;
  readonly upstream: Socket;
  readonly chance: Chance;
  readonly weather: Weather;
  readonly speed: number;
  /** How a cut looks to both ends: a reset, or an ordinary end in mid-stream. */
  readonly cut: 'rst' | 'fin';
  readonly now: () => number;
  readonly note: PassageNotes;
}

export interface PassageNotes {
  readonly onUp: (bytes: number) => void;
  readonly onDown: (bytes: number) => void;
  readonly onHeld: (bytes: number) => void;
  readonly onLost: (bytes: number) => void;
  readonly onCut: () => void;
  readonly onSilent: () => void;
  readonly onGone: () => void;
}

export class Passage {
  private readonly options: PassageOptions;
  private readonly ways: readonly OneWay[];
  private weather: Weather;
  private carried = 0;
  private cutAt = Number.POSITIVE_INFINITY;
  private silentAt = Number.POSITIVE_INFINITY;
  /** Directions that have lost bytes: a stream with a gap in it is never gone on with. */
  private readonly dead = new Set<'requests' | 'answers'>();
  private isOver = false;
  private left = 2;

  constructor(options: PassageOptions) {
    this.options = options;
    this.weather = options.weather;
    const { client, upstream, chance, speed, now, note } = options;
    this.under(options.weather);
    const both = {
      speed,
      now,
      weather: () => this.weather,
      tellsEnd: () => !this.isSilent(),
      onHeld: note.onHeld,
    };
    this.ways = [
      new OneWay({
        ...both,
        from: client,
        to: upstream,
        chance: chance.fork('up'),
        allow: (bytes) => this.allow(bytes, 'requests'),
        onPassed: note.onUp,
      }),
      new OneWay({
        ...both,
        from: upstream,
        to: client,
        chance: chance.fork('down'),
        allow: (bytes) => this.allow(bytes, 'answers'),
        onPassed: note.onDown,
      }),
    ];
    for (const socket of [client, upstream]) {
      socket.on('error', () => this.ended(socket));
      socket.once('close', () => {
        this.ended(socket);
        this.left -= 1;
        if (this.left === 0) note.onGone();
      });
    }
  }

  /** Another weather from now on; its limits count from here. */
  under(weather: Weather): void {
    const { chance } = this.options;
    this.weather = weather;
    const at = (range: readonly [number, number] | null): number =>
      range ? this.carried + chance.between(...range) : Number.POSITIVE_INFINITY;
    this.cutAt = at(weather.cutAfterBytes);
    if (this.silentAt > this.carried) this.silentAt = at(weather.silentAfterBytes);
  }

  /** Nothing arrives any more in either direction, and nobody is told. */
  silence(): void {
    this.silentAt = Math.min(this.silentAt, this.carried);
    this.options.note.onSilent();
  }

  /** Both ends hear of it at once. */
  break(how: 'rst' | 'fin'): void {
    if (this.isOver) return;
    this.isOver = true;
    for (const way of this.ways) way.stop();
    for (const socket of [this.options.client, this.options.upstream]) {
      if (how === 'rst') socket.resetAndDestroy();
      else socket.end(() => socket.destroy());
      // An end that cannot be sent, because nobody reads, must not keep the socket.
      socket.resume();
    }
  }

  /** A dead link tells nobody that the other end has gone; a living one passes it on. */
  private ended(which: Socket): void {
    if (this.isOver || this.isSilent()) return;
    const { client, upstream } = this.options;
    const other = which === client ? upstream : client;
    if (which.errored) {
      this.isOver = true;
      for (const way of this.ways) way.stop();
      other.resetAndDestroy();
    }
  }

  private isSilent(): boolean {
    return this.carried >= this.silentAt;
  }

  private allow(bytes: number, kind: 'requests' | 'answers'): { readonly bytes: number; readonly fate: Fate } {
    const { note, cut } = this.options;
    if (this.weather.loses === kind) this.dead.add(kind);
    if (this.isSilent() || this.dead.has(kind) || this.carried >= this.cutAt) {
      note.onLost(bytes);
      return { bytes: 0, fate: 'lose' };
    }
    const limit = Math.min(this.cutAt, this.silentAt);
    const through = Math.min(bytes, limit - this.carried);
    this.carried += through;
    if (this.carried < limit) return { bytes, fate: 'pass' };
    note.onLost(bytes - through);
    if (this.silentAt <= this.cutAt) note.onSilent();
    else {
      note.onCut();
      // After the bytes before it have been handed on.
      queueMicrotask(() => this.break(cut));
    }
    return { bytes: through, fate: 'lose' };
  }
}
