/**
 * Weather for training and demos, on this console's own link: frames are held back, lost, cut off, or never get anywhere,
 * and `diagnose` finds what it would find in that weather. Whatever stands above the dialer cannot tell it from the real
 * thing: labels, reasons and retries come from the same code. Nothing is ever delivered twice, changed, or out of order.
 */
import type { LinkEvidence } from '../../domain/link/reason.ts';
import { weatherOf, type Weather, type WeatherName } from '../../domain/weather/weather.ts';
import type { FrameLink } from '../../protocol/wire/frame.ts';
import type { Dialer } from '../sync/link.ts';
import { WeatheredConnection, type WeatherTimers } from './weathered-connection.ts';

type DialEvents = Parameters<Dialer['dial']>[0];

export class WeatherLink implements Dialer {
  private readonly inner: Dialer;
  private readonly timers: WeatherTimers;
  private readonly connections = new Set<WeatheredConnection>();
  private name: WeatherName = 'clear';
  /** When this weather set in: what comes and goes counts from there. */
  private since = 0;

  constructor(inner: Dialer, timers: WeatherTimers) {
    this.inner = inner;
    this.timers = timers;
  }

  get weather(): WeatherName {
    return this.name;
  }

  /** From now on. What can no longer reach the server loses its connection, as it would when a network goes. */
  set(name: WeatherName): void {
    this.name = name;
    this.since = this.timers.now();
    const weather = conditions(name);
    for (const connection of this.connections) {
      if (reachesServer(weather)) connection.under(weather);
      else connection.break();
    }
  }

  dial(events: DialEvents): { abandon(): void } {
    const weather = conditions(this.name);
    if (this.name === 'clear') return this.through(events, weather);
    const [from, to] = weather.latencyMs;
    // There and back once, before anybody knows whether it opens.
    const handshake = 2 * (from + this.timers.random() * (to - from));
    if (weather.connect === 'stalls' || weather.answers === 'nobody') return { abandon: () => undefined };
    if (!reachesServer(weather) || this.isGone(weather))
      return { abandon: this.timers.after(handshake, () => events.onClose()) };
    let opened: { abandon(): void } | null = null;
    const cancel = this.timers.after(handshake, () => (opened = this.through(events, weather)));
    return {
      abandon() {
        cancel();
        opened?.abandon();
      },
    };
  }

  isSecure(): boolean {
    return this.inner.isSecure();
  }

  async diagnose(): Promise<Partial<LinkEvidence>> {
    const weather = weatherOf(this.name);
    const fresh = { interfaceUp: true, name: null, connect: null, tls: null, answer: null, hello: null, write: null };
    if (weather.connect === 'noNetwork' || this.isGone(weather)) return { ...fresh, interfaceUp: false };
    if (weather.connect === 'noName') return { ...fresh, name: 'failed' };
    const named = { ...fresh, name: 'resolved' } as const;
    if (weather.connect === 'refused') return { ...named, connect: 'refused' };
    if (weather.connect === 'stalls') return { ...named, connect: 'timeout' };
    const open = { ...named, connect: 'open' } as const;
    switch (weather.answers) {
      case 'signInPage':
        return { ...open, answer: 'page' };
      case 'replacedCertificate':
        return { ...open, tls: 'untrusted' };
      case 'proxyLogin':
        return { ...open, answer: 'proxyLogin' };
      case 'nobody':
        return { ...open, answer: 'silence' };
      case 'server':
        return weather.loses === 'nothing' ? this.inner.diagnose() : { ...open, answer: 'silence' };
    }
  }

  private through(events: DialEvents, weather: Weather): { abandon(): void } {
    const connection = new WeatheredConnection({
      timers: this.timers,
      weather,
      events,
      onOver: () => this.connections.delete(connection),
    });
    this.connections.add(connection);
    const inner = this.inner.dial({
      onOpen: (link: FrameLink) => connection.opened(link),
      onFrame: (frame) => connection.came(frame),
      onClose: () => connection.closedBeneath(),
    });
    this.comeAndGo(connection);
    return {
      abandon() {
        connection.abandon();
        inner.abandon();
      },
    };
  }

  /** A link that comes and goes takes its connections along each time it goes. */
  private comeAndGo(connection: WeatheredConnection): void {
    const { flapMs } = weatherOf(this.name);
    if (!flapMs) return;
    const [up, down] = flapMs;
    const left = up - ((this.timers.now() - this.since) % (up + down));
    const { since } = this;
    this.timers.after(Math.max(0, left), () => {
      if (this.since === since && this.connections.has(connection)) connection.break();
    });
  }

  private isGone({ flapMs }: Weather): boolean {
    return flapMs !== null && (this.timers.now() - this.since) % (flapMs[0] + flapMs[1]) >= flapMs[0];
  }
}

/** Without training weather nothing is added to the real one, not even a millisecond. */
function conditions(name: WeatherName): Weather {
  return name === 'clear' ? { ...weatherOf(name), latencyMs: [0, 0] } : weatherOf(name);
}

function reachesServer({ connect, answers }: Weather): boolean {
  return connect === 'open' && answers === 'server';
}
