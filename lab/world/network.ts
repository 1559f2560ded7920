/**
 * The link between one laptop and the server, with any weather on it: frames arrive in order, late, or not at all;
 * connections break at some byte, fall silent, or were never what they seemed. What TCP would never do (a lost or
 * doubled frame inside a live connection) does not happen here either.
 */
import type { LinkEvidence } from '../../domain/link/reason.ts';
import { SEGMENT_BYTES, weatherOf, type Weather, type WeatherName } from '../../domain/weather/weather.ts';
import type { Dialer } from '../../main/sync/link.ts';
import type { FrameLink, FrameLinkEvents } from '../../protocol/wire/frame.ts';
import type { Chance } from './chance.ts';
import type { Loop } from './loop.ts';

/** What a server offers to somebody who connects. */
export interface Doorstep {
  /** Null: nobody listens. */
  accept(link: FrameLink): Guest | null;
}

/** The server's end of a connection. */
export interface Guest {
  frame(frame: Uint8Array): void;
  ended(): void;
}

export interface AirOptions {
  readonly loop: Loop;
  readonly chance: Chance;
  readonly doorstep: Doorstep;
  /** A frame was handed to the network, or came out of it. */
  readonly heard: (what: 'up' | 'down' | 'lost' | 'opened' | 'closed', frame: Uint8Array | null) => void;
}

/** The server gives up on a peer that does not answer its pings. */
const SERVER_NOTICES_MS = 60_000;
/** TCP gives up resending. */
const STALL_CAP_MS = 30_000;

export class Air {
  weather: WeatherName = 'clear';
  private readonly options: AirOptions;
  private readonly connections = new Set<Connection>();

  constructor(options: AirOptions) {
    this.options = options;
  }

  set(name: WeatherName): void {
    this.weather = name;
    const { connect, answers } = weatherOf(name);
    // A network that goes takes its connections along without a word; a page that wants a sign-in does too.
    if (connect !== 'open' || answers !== 'server') for (const c of this.connections) c.silence();
    for (const c of this.connections) c.under(this.conditions());
  }

  /** The cable: all connections break now. `told`: both ends hear of it. */
  cut(how: 'told' | 'silent'): void {
    for (const c of this.connections) {
      if (how === 'told') c.break();
      else c.silence();
    }
  }

  dialer(): Dialer {
    return {
      dial: (events) => this.dial(events),
      isSecure: () => false,
      diagnose: () => this.diagnose(),
    };
  }

  conditions(): Weather {
    return weatherOf(this.weather);
  }

  isThere(): boolean {
    const { flapMs } = this.conditions();
    if (!flapMs) return true;
    const [up, down] = flapMs;
    return this.options.loop.now() % (up + down) < up;
  }

  private dial(events: FrameLinkEvents & { onOpen(link: FrameLink): void }): { abandon(): void } {
    const { loop, chance, doorstep, heard } = this.options;
    const weather = this.conditions();
    const delay = chance.between(...weather.latencyMs) * 2;
    let abandoned = false;
    const fail = (ms: number): { abandon(): void } => {
      const cancel = loop.after(ms, () => events.onClose());
      return { abandon: cancel };
    };
    if (weather.connect === 'refused' || !this.isThere()) return fail(delay);
    if (weather.connect === 'noNetwork' || weather.connect === 'noName') return fail(2);
    if (weather.connect === 'stalls' || weather.answers === 'nobody') return { abandon: () => undefined };
    if (weather.answers !== 'server') return fail(delay * 2);
    const connection = new Connection(
      this.options,
      () => this.conditions(),
      () => this.connections.delete(connection),
    );
    const cancel = loop.after(delay, () => {
      if (abandoned) return;
      const guest = doorstep.accept(connection.serverEnd());
      if (!guest) return events.onClose();
      heard('opened', null);
      this.connections.add(connection);
      connection.open(guest, events);
    });
    return {
      abandon() {
        abandoned = true;
        cancel();
        connection.closedByClient();
      },
    };
  }

  private diagnose(): Promise<Partial<LinkEvidence>> {
    const { connect, answers } = this.conditions();
    if (connect === 'noNetwork') return Promise.resolve({ interfaceUp: false });
    if (connect === 'noName') return Promise.resolve({ interfaceUp: true, name: 'failed' });
    if (connect === 'refused') return Promise.resolve({ interfaceUp: true, connect: 'refused' });
    if (connect === 'stalls') return Promise.resolve({ interfaceUp: true, connect: 'timeout' });
    if (answers === 'signInPage') return Promise.resolve({ interfaceUp: true, connect: 'open', answer: 'page' });
    if (answers === 'proxyLogin') return Promise.resolve({ interfaceUp: true, connect: 'open', answer: 'proxyLogin' });
    if (answers === 'nobody') return Promise.resolve({ interfaceUp: true, connect: 'open', answer: 'silence' });
    return Promise.resolve({ interfaceUp: true });
  }
}

type Direction = 'up' | 'down';

class Connection {
  private readonly options: AirOptions;
  private readonly conditions: () => Weather;
  private readonly gone: () => void;
  private guest: Guest | null = null;
  private events: FrameLinkEvents | null = null;
  /** When the wire is free again, and when the last frame comes out of it. */
  private readonly free: Record<Direction, number> = { up: 0, down: 0 };
  private readonly last: Record<Direction, number> = { up: 0, down: 0 };
  private buffered = 0;
  private carried = 0;
  private cutAt = Number.POSITIVE_INFINITY;
  private silentAt = Number.POSITIVE_INFINITY;
  private isSilent = false;
  /** Bytes of that direction were lost: what comes behind the gap never arrives either, as in any stream. */
  private readonly broken: Record<Direction, boolean> = { up: false, down: false };
  private isOver = false;

  constructor(options: AirOptions, conditions: () => Weather, gone: () => void) {
    this.options = options;
    this.conditions = conditions;
    this.gone = gone;
  }

  open(guest: Guest, events: FrameLinkEvents & { onOpen(link: FrameLink): void }): void {
    this.guest = guest;
    this.events = events;
    this.under(this.conditions());
    events.onOpen({
      send: (frame) => this.carry('up', frame),
      buffered: () => 0,
      close: () => this.closedByClient(),
    });
  }

  /** Limits of this weather count from now. */
  under({ cutAfterBytes, silentAfterBytes }: Weather): void {
    const { chance } = this.options;
    this.cutAt = cutAfterBytes ? this.carried + chance.between(...cutAfterBytes) : Number.POSITIVE_INFINITY;
    this.silentAt = silentAfterBytes ? this.carried + chance.between(...silentAfterBytes) : Number.POSITIVE_INFINITY;
  }

  serverEnd(): FrameLink {
    return {
      send: (frame) => this.carry('down', frame),
      buffered: () => this.buffered,
      // What was sent before goes out first.
      close: () => this.closedByServer(),
    };
  }

  /** Nothing arrives any more and nobody is told; the server notices by its own pings. */
  silence(): void {
    if (this.isSilent || this.isOver) return;
    this.isSilent = true;
    this.options.loop.after(SERVER_NOTICES_MS, () => this.end('server'));
  }

  break(): void {
    if (this.isOver) return;
    const { loop, chance } = this.options;
    this.isOver = true;
    const late = (): number => chance.between(...this.conditions().latencyMs);
    loop.after(late(), () => this.end('client'));
    loop.after(late(), () => this.end('server'));
  }

  closedByClient(): void {
    this.events = null;
    if (!this.guest || this.isSilent) return;
    const { loop, chance } = this.options;
    // Bytes on their way may still arrive after the laptop has long forgotten this connection.
    const at = Math.max(this.last.up, loop.now()) + chance.between(...this.conditions().latencyMs);
    loop.after(at - loop.now() + (chance.is(0.2) ? chance.between(100, 20_000) : 0), () => this.end('server'));
  }

  private closedByServer(): void {
    const { loop, chance } = this.options;
    if (this.isSilent) return;
    const at = Math.max(this.last.down, loop.now()) + chance.between(...this.conditions().latencyMs);
    loop.after(at - loop.now(), () => this.end('client'));
    loop.after(at - loop.now() + 1, () => this.end('server'));
  }

  private end(which: 'client' | 'server'): void {
    const { guest, events } = this;
    if (which === 'server' && guest) {
      this.guest = null;
      guest.ended();
    }
    if (which === 'client' && events) {
      this.events = null;
      this.options.heard('closed', null);
      events.onClose();
    }
    if (!this.guest && !this.events) this.gone();
  }

  private carry(direction: Direction, frame: Uint8Array): void {
    const { loop, heard } = this.options;
    if (this.isOver) return;
    const weather = this.conditions();
    this.carried += frame.length;
    if (this.carried >= this.silentAt) this.silence();
    if (this.carried >= this.cutAt) {
      heard('lost', frame);
      return this.break();
    }
    const arrives = this.arrival(direction, frame.length, weather);
    if (direction === 'down') this.buffered += frame.length;
    loop.after(arrives - loop.now(), () => {
      if (direction === 'down') this.buffered -= frame.length;
      if (this.isLost(direction)) return heard('lost', frame);
      heard(direction, frame);
      if (direction === 'up') this.guest?.frame(frame);
      else this.events?.onFrame(frame);
    });
  }

  private isLost(direction: Direction): boolean {
    const { loses } = this.conditions();
    if (loses === (direction === 'up' ? 'requests' : 'answers')) this.broken[direction] = true;
    if (this.isSilent || this.broken[direction]) return true;
    return direction === 'up' ? this.guest === null : this.events === null;
  }

  /** In order: a late segment holds back all behind it. */
  private arrival(direction: Direction, bytes: number, weather: Weather): number {
    const { loop, chance } = this.options;
    const began = Math.max(loop.now(), this.free[direction]);
    const sending = weather.bytesPerSecond === null ? 0 : (bytes / weather.bytesPerSecond) * 1_000;
    let stalled = 0;
    if (weather.loss > 0) {
      const segments = Math.ceil(bytes / SEGMENT_BYTES);
      for (let i = 0; i < segments && stalled < STALL_CAP_MS; i++)
        if (chance.is(weather.loss)) stalled += weather.stallMs;
    }
    const flap = weather.flapMs && !this.isUp(began, weather.flapMs) ? weather.flapMs[1] : 0;
    const free = began + sending + stalled + flap;
    this.free[direction] = free;
    this.last[direction] = Math.max(this.last[direction], Math.round(free + chance.between(...weather.latencyMs)));
    return this.last[direction];
  }

  private isUp(at: number, [up, down]: readonly [number, number]): boolean {
    return at % (up + down) < up;
  }
}
