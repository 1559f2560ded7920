/**
 * A TCP proxy with weather in it, between real consoles and a real server: what is in front of the server has the name
 * and the numbers of the one list in `domain/weather`. Choices come from the chance it is given; every connection draws
 * from a fork of its own. Memory is bounded per connection.
 *
 * Two weathers need more than TCP: over plain HTTP there is no certificate to replace, so `secure` has to be given; and
 * what is above a stalled SYN is told in `swallow.ts`. Two more belong to the laptop and not to what it dials: a name that does not resolve shows in `url`, which is what
 * a name service would have given; `no-network` is a laptop without interfaces, and here merely refuses.
 */
import { connect, createServer, type Server, type Socket } from 'node:net';
import { performance } from 'node:perf_hooks';
import { clearInterval, setInterval } from 'node:timers';
import { weatherOf, type Weather, type WeatherName } from '../../domain/weather/weather.ts';
import type { Chance } from '../world/chance.ts';
import type { Certificate } from './certificate.ts';
import { Passage } from './passage.ts';
import { answering, behindTls, nobody, type Stranger } from './strangers.ts';
import { swallowConnections, type Swallower } from './swallow.ts';

export interface WeatherProxyOptions {
  readonly target: { readonly host: string; readonly port: number };
  readonly weather: WeatherName;
  readonly chance: Chance;
  /** How many times faster than the machine's the link's time runs; 1 where left out. */
  readonly speed?: number;
  /** A cut is a reset where left out. */
  readonly cut?: 'rst' | 'fin';
  /** What a captive portal does: shows its page (where left out), or sends elsewhere. */
  readonly portal?: 'page' | 'redirect';
  /** With these the way to the server is TLS: its own certificate, and the one that somebody puts in its place. */
  readonly secure?: { readonly own: Certificate; readonly replaced: Certificate };
}

export interface ProxyStats {
  readonly connections: number;
  readonly open: number;
  readonly upBytes: number;
  readonly downBytes: number;
  readonly lostBytes: number;
  readonly cuts: number;
  readonly silences: number;
  /** In our hands now, and at most so far. */
  readonly heldBytes: number;
  readonly mostHeldBytes: number;
}

export interface WeatherProxy {
  /** Where a laptop finds the server under the present weather. */
  readonly url: string;
  readonly port: number;
  readonly weather: WeatherName;
  setWeather(name: WeatherName): Promise<void>;
  stats(): ProxyStats;
  close(): Promise<void>;
}

/** @throws the system's error when there is no port to listen on. */
export async function startWeatherProxy(options: WeatherProxyOptions): Promise<WeatherProxy> {
  const proxy = new Proxy(options);
  await proxy.setWeather(options.weather);
  return proxy;
}

/** Does somebody listen, and does what they listen with take connections? */
type Door = 'open' | 'shut' | 'swallows';

class Proxy implements WeatherProxy {
  port = 0;
  weather: WeatherName = 'clear';
  private readonly options: WeatherProxyOptions;
  private readonly passages = new Set<Passage>();
  private readonly strangers = new Map<string, Promise<Stranger>>();
  private readonly sockets = new Set<Socket>();
  private server: Server | null = null;
  private swallower: Swallower | null = null;
  private door: Door = 'shut';
  private flapping: ReturnType<typeof setInterval> | null = null;
  private turn: Promise<void> = Promise.resolve();
  private readonly counts = {
    connections: 0,
    upBytes: 0,
    downBytes: 0,
    lostBytes: 0,
    cuts: 0,
    silences: 0,
    heldBytes: 0,
    mostHeldBytes: 0,
  };

  constructor(options: WeatherProxyOptions) {
    this.options = options;
  }

  get url(): string {
    const host = this.conditions().connect === 'noName' ? 'holdfast-server.invalid' : 'localhost';
    const scheme = this.options.secure ? 'https' : 'http';
    return `${scheme}://${host === 'localhost' && !this.options.secure ? '127.0.0.1' : host}:${this.port}`;
  }

  stats(): ProxyStats {
    return { ...this.counts, open: this.passages.size };
  }

  /** One change of weather after the other. */
  setWeather(name: WeatherName): Promise<void> {
    this.turn = this.turn.then(() => this.change(name));
    return this.turn;
  }

  async close(): Promise<void> {
    await this.turn;
    this.stopFlapping();
    await this.stand('shut');
    for (const socket of this.sockets) socket.destroy();
    for (const stranger of this.strangers.values()) await (await stranger).close();
  }

  private async change(name: WeatherName): Promise<void> {
    this.weather = name;
    this.stopFlapping();
    const { connect: connects, answers, flapMs } = this.conditions();
    // A server that is gone resets its connections; a network that is gone takes them along without a word.
    for (const passage of this.passages) {
      if (connects === 'refused') passage.break('rst');
      else if (connects !== 'open' || answers !== 'server') passage.silence();
      else passage.under(this.conditions());
    }
    await this.stand(connects === 'open' ? 'open' : connects === 'stalls' ? 'swallows' : 'shut');
    if (flapMs) this.flap(flapMs);
  }

  private conditions(): Weather {
    return weatherOf(this.weather);
  }

  /** There for a while, and gone for a while; what is open when it goes breaks. */
  private flap([up, down]: readonly [number, number]): void {
    const speed = this.options.speed ?? 1;
    const began = performance.now();
    const look = (): void => {
      const isUp = ((performance.now() - began) * speed) % (up + down) < up;
      if (isUp === (this.door === 'open')) return;
      if (!isUp) for (const passage of this.passages) passage.break('rst');
      this.turn = this.turn.then(() => (this.flapping === null ? undefined : this.stand(isUp ? 'open' : 'shut')));
    };
    this.flapping = setInterval(look, Math.max(5, Math.min(up, down) / speed / 10));
  }

  private stopFlapping(): void {
    if (this.flapping) clearInterval(this.flapping);
    this.flapping = null;
  }

  /** The port is the same through all weathers, so that what dials it need not know of them. */
  private async stand(door: Door): Promise<void> {
    if (door === this.door && this.port !== 0) return;
    await this.swallower?.close();
    this.swallower = null;
    if (this.server === null && (door === 'open' || this.port === 0)) await this.listen();
    if (door !== 'open') this.shut();
    if (door === 'swallows') this.swallower = await swallowConnections(this.port);
    this.door = door;
  }

  private async listen(): Promise<void> {
    const server = createServer({ allowHalfOpen: true, pauseOnConnect: true }, (socket) => {
      this.sockets.add(socket);
      socket.once('close', () => this.sockets.delete(socket));
      socket.on('error', () => undefined);
      this.accept(socket).catch(() => socket.destroy());
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(this.port, '127.0.0.1', () => resolve());
    });
    const address = server.address();
    if (address !== null && typeof address === 'object') this.port = address.port;
    this.server = server;
  }

  /** Closed to new connections at once; those that are open go on. */
  private shut(): void {
    this.server?.close();
    this.server = null;
  }

  private async accept(client: Socket): Promise<void> {
    const port = await this.portBehind();
    if (client.destroyed) return;
    const { chance, speed = 1, cut = 'rst', target } = this.options;
    this.counts.connections += 1;
    const host = port === target.port ? target.host : '127.0.0.1';
    const upstream = connect({ host, port, allowHalfOpen: true });
    this.sockets.add(upstream);
    upstream.once('close', () => this.sockets.delete(upstream));
    const passage: Passage = new Passage({
      client,
      upstream,
      speed,
      cut,
      chance: chance.fork(`connection ${this.counts.connections}`),
      weather: this.conditions(),
      now: () => performance.now(),
      note: this.notes(() => this.passages.delete(passage)),
    });
    this.passages.add(passage);
    client.resume();
  }

  /** Who is behind the door under this weather. */
  private async portBehind(): Promise<number> {
    const { target, secure, portal = 'page' } = this.options;
    const stranger = async (name: string, start: () => Promise<Stranger>): Promise<number> => {
      const known = this.strangers.get(name) ?? start();
      this.strangers.set(name, known);
      return (await known).port;
    };
    switch (this.conditions().answers) {
      case 'server':
        return secure ? stranger('own', () => behindTls(secure.own, target)) : target.port;
      case 'replacedCertificate':
        return secure ? stranger('replaced', () => behindTls(secure.replaced, target)) : target.port;
      case 'signInPage':
        return stranger('portal', () => answering(portal));
      case 'proxyLogin':
        return stranger('login', () => answering('login'));
      case 'nobody':
        return stranger('nobody', nobody);
    }
  }

  private notes(onGone: () => void): ConstructorParameters<typeof Passage>[0]['note'] {
    const { counts } = this;
    return {
      onGone,
      onUp: (bytes) => (counts.upBytes += bytes),
      onDown: (bytes) => (counts.downBytes += bytes),
      onLost: (bytes) => (counts.lostBytes += bytes),
      onCut: () => (counts.cuts += 1),
      onSilent: () => (counts.silences += 1),
      onHeld: (bytes) => {
        counts.heldBytes += bytes;
        counts.mostHeldBytes = Math.max(counts.mostHeldBytes, counts.heldBytes);
      },
    };
  }
}
