/**
 * A real server process, a proxy with weather in it, and real console processes behind the proxy that save on and on. One
 * round puts weather in between, takes it away again, and holds what is left on the files against what was acknowledged.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { WeatherName } from '../../domain/weather/weather.ts';
import { selfMadeCertificate } from '../proxy/certificate.ts';
import { startWeatherProxy, type ProxyStats, type WeatherProxy } from '../proxy/weather-proxy.ts';
import type { Chance } from '../world/chance.ts';
import type { Child } from './child.ts';
import { heal } from './heal.ts';
import { startSaver, startServer, type ServerChild } from './saver.ts';

const PEOPLE = ['Chloe Martin', 'Ada Brandt', 'Ben Okafor', 'Dario Conti', 'Emeka Nwosu', 'Freya Olsen'] as const;
const SAVE_BYTES = 200;
/** Some twenty saves a second from each console: more than a weak link carries, so that queues grow. */
const PAUSE_MS = 50;

export interface Round {
  readonly weathers: readonly WeatherName[];
  /** Milliseconds of each. */
  readonly holdMs: number;
  readonly saves: number;
  /** From clear weather to empty queues and equal replicas. */
  readonly healedMs: number;
  readonly cuts: number;
  readonly lostBytes: number;
  readonly connections: number;
  readonly violations: readonly string[];
}

export class SocketsStation {
  private readonly folder: string;
  private readonly chance: Chance;
  private readonly people: readonly string[];
  private readonly acknowledged = new Set<string>();
  private server: ServerChild | null = null;
  private proxy: WeatherProxy | null = null;
  private consoles: readonly Child[] = [];

  /** `folder` exists and is its own. At most six consoles. */
  constructor(folder: string, chance: Chance, consoles: number) {
    this.folder = folder;
    this.chance = chance;
    this.people = PEOPLE.slice(0, consoles);
  }

  /** Server, proxy, and every console enrolled. */
  async open(): Promise<void> {
    mkdirSync(dirname(this.serverFile()));
    this.server = startServer(this.serverFile(), 0);
    const url = await this.server.url;
    if (url === null) throw new Error(`the server did not start: ${this.server.child.complaints}`);
    const target = { host: '127.0.0.1', port: Number(new URL(url).port) };
    const [own, replaced] = [selfMadeCertificate('lab', Date.now()), selfMadeCertificate('in between', Date.now())];
    writeFileSync(this.certificateFile(), own.cert);
    const chance = this.chance.fork('proxy');
    this.proxy = await startWeatherProxy({ target, weather: 'clear', chance, secure: { own, replaced } });
    await this.startConsoles(0);
    await this.closeConsoles();
  }

  async close(): Promise<void> {
    for (const console of this.consoles) await console.kill();
    this.server?.child.signal('SIGTERM');
    await this.server?.child.ended;
    await this.proxy?.close();
  }

  /** The weathers one after the other; the first one stands before the consoles start or sets in while they work. */
  async round(weathers: readonly WeatherName[], holdMs: number): Promise<Round> {
    const proxy = this.opened();
    const before = { ...proxy.stats(), saves: this.acknowledged.size };
    const begins = this.chance.is(0.5) || weathers.includes('name-failure');
    if (begins && weathers[0]) await proxy.setWeather(weathers[0]);
    await this.startConsoles(null);
    for (const weather of weathers) {
      await proxy.setWeather(weather);
      await sleep(holdMs);
    }
    for (const console of this.consoles) console.say('hold');
    const wasElsewhere = weathers.includes('name-failure');
    await proxy.setWeather('clear');
    const healedAt = Date.now();
    // A console that was told a name that nobody knows is told the right one: nothing else is done for anybody.
    if (wasElsewhere) {
      await this.closeConsoles();
      await this.startConsoles(0);
    }
    const violations = await heal({
      serverFile: this.serverFile(),
      copy: join(this.folder, 'copy'),
      consoles: this.consoles,
      profiles: this.people.map((_person, index) => this.profile(index)),
      acknowledged: this.acknowledged,
    });
    const healedMs = Date.now() - healedAt;
    await this.closeConsoles();
    return { weathers, holdMs, healedMs, violations, ...this.since(before, proxy.stats()) };
  }

  private since(before: ProxyStats & { readonly saves: number }, now: ProxyStats) {
    return {
      saves: this.acknowledged.size - before.saves,
      cuts: now.cuts - before.cuts,
      lostBytes: now.lostBytes - before.lostBytes,
      connections: now.connections - before.connections,
    };
  }

  /** `saves` null: until told to hold. */
  private async startConsoles(saves: number | null): Promise<void> {
    const server = this.opened().url;
    this.consoles = this.people.map((person, index) =>
      startSaver(
        {
          profile: this.profile(index),
          server,
          person,
          saves,
          bytes: SAVE_BYTES,
          pauseMs: PAUSE_MS,
          checkpoints: false,
        },
        {
          env: { NODE_EXTRA_CA_CERTS: this.certificateFile() },
          onLine: (line) => void (line.startsWith('saved ') && this.acknowledged.add(line.slice('saved '.length))),
        },
      ),
    );
    for (const console of this.consoles)
      if ((await console.line(/^ready/)) === null) throw new Error(`a console did not start: ${console.complaints}`);
    if (saves === 0) for (const console of this.consoles) await console.line(/^drained/);
  }

  private async closeConsoles(): Promise<void> {
    for (const console of this.consoles) {
      console.say('close');
      await console.ended;
    }
    this.consoles = [];
  }

  private opened(): WeatherProxy {
    if (!this.proxy) throw new Error('the station is not open');
    return this.proxy;
  }

  private serverFile(): string {
    return join(this.folder, 'server', 'server.db');
  }

  /** Consoles trust it besides the system's own: the way to the server is TLS, so that it can be tampered with. */
  private certificateFile(): string {
    return join(this.folder, 'own.pem');
  }

  private profile(index: number): string {
    return join(this.folder, `laptop-${index}`);
  }
}
