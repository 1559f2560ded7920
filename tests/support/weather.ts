/** A team whose laptops reach their real server through the lab's fault proxy. */
import { conclude, type LinkReason } from '../../domain/link/reason.ts';
import type { WeatherName } from '../../domain/weather/weather.ts';
import { chanceFrom } from '../../lab/world/chance.ts';
import { startWeatherProxy, type WeatherProxy, type WeatherProxyOptions } from '../../lab/proxy/weather-proxy.ts';
import { diagnose } from '../../main/connectivity/diagnose.ts';
import type { NetworkPort } from '../../main/connectivity/own-network.ts';
import type { Dialer, Timers } from '../../main/sync/link.ts';
import { dialFrames } from '../../main/sync/trpc-link.ts';
import { realTimers, type TestConsole } from './console.ts';
import type { Who } from './hospital.ts';
import { Team } from './team.ts';
import { until } from './wait.ts';

/** Bound of one step of finding out, on the laptop's clock, as in the product. */
const STEP_MS = 8_000;

export class WeatherTeam extends Team {
  /** Laptops and links run this many times as fast as the machine: the ratio of delays to time-outs stays true. */
  readonly speed: number;
  readonly timers: Timers;
  private readonly proxies: WeatherProxy[] = [];

  constructor(speed: number) {
    super();
    this.speed = speed;
    this.timers = realTimers(speed);
  }

  async proxy(weather: WeatherName, more: Partial<WeatherProxyOptions> = {}): Promise<WeatherProxy> {
    const { hostname: host, port } = new URL(this.url);
    const { speed } = this;
    const made = await startWeatherProxy({
      target: { host, port: Number(port) },
      weather,
      speed,
      chance: chanceFrom('weather'),
      ...more,
    });
    this.proxies.push(made);
    return made;
  }

  /** A laptop behind that proxy, switched off. */
  behind(proxy: Pick<WeatherProxy, 'url'>, who: Who, network?: NetworkPort): TestConsole {
    const dialer: Dialer = {
      dial: (events) => dialFrames(proxy.url, events),
      isSecure: () => proxy.url.startsWith('https:'),
      diagnose: () =>
        diagnose({
          server: proxy.url,
          stepMs: STEP_MS / this.speed,
          after: realTimers().after,
          ...(network ? { network } : {}),
        }),
    };
    return this.offline(who, { timers: this.timers, dialer });
  }

  override async close(): Promise<void> {
    for (const console of this.consoles.splice(0)) await console.close();
    for (const proxy of this.proxies) await proxy.close();
    await super.close();
  }
}

export const reasonOf = (console: TestConsole): LinkReason | null => conclude(console.engine.known.evidence);

/** Waits until the laptop says so. */
export function saysReason(console: TestConsole, reason: LinkReason, withinMs = 20_000): Promise<void> {
  return until(
    () => `it says ${reason}, not ${reasonOf(console)} (${JSON.stringify(console.engine.known.evidence)})`,
    () => reasonOf(console) === reason,
    withinMs,
  );
}
