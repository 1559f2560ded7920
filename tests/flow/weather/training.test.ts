/** Training weather over a real console and a real server: the engine, the reasons and the labels act as in the real thing. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LinkReason } from '../../../domain/link/reason.ts';
import { WEATHER_NAMES, weatherOf, type WeatherName } from '../../../domain/weather/weather.ts';
import { WeatherLink } from '../../../main/connectivity/weather-link.ts';
import { dialFrames } from '../../../main/sync/trpc-link.ts';
import { realTimers, type TestConsole } from '../../support/console.ts';
import { JOB } from '../../support/hospital.ts';
import { Team } from '../../support/team.ts';
import { until } from '../../support/wait.ts';
import { saysReason } from '../../support/weather.ts';

const FAST = 100;
let team: Team;
let weather: WeatherLink;
let ana: TestConsole;
beforeEach(async () => {
  team = await new Team().start();
  const timers = realTimers(FAST);
  weather = new WeatherLink(
    {
      dial: (events) => dialFrames(team.url, events),
      isSecure: () => false,
      diagnose: () => Promise.resolve({ interfaceUp: true, connect: 'open', answer: 'ours' }),
    },
    timers,
  );
  ana = team.offline('ana', { timers, dialer: weather });
  ana.engine.switchOn();
  await team.caughtUp(ana);
});
afterEach(() => team.close());

const REASONS: Partial<Record<WeatherName, LinkReason>> = {
  'no-network': 'noNetwork',
  'name-failure': 'noName',
  refused: 'refused',
  unreachable: 'unreachable',
  stalls: 'halfOpen',
  'captive-portal': 'signInPage',
  'replaced-certificate': 'certificate',
  'proxy-login': 'proxyWaiting',
  'requests-lost': 'halfOpen',
  'answers-lost': 'halfOpen',
};

describe('[N-2] training weather', () => {
  it.each(Object.entries(REASONS) as [WeatherName, LinkReason][])(
    '[N-2, Q-3] %s: the console says %s, keeps the work, and sends it by itself when it clears',
    async (name, reason) => {
      weather.set(name);
      const saved = ana.save(null, 'note.entry', { workOrder: JOB, text: 'in training' });
      await saysReason(ana, reason);
      expect(ana.state(saved.changes[0])).toBe('queued');
      weather.set('clear');
      await team.settled(ana);
    },
  );

  it.each(WEATHER_NAMES.filter((name) => REASONS[name] === undefined))(
    '[Q-4, N-5] %s: work arrives in the end, once',
    async (name) => {
      weather.set(name);
      for (let i = 0; i < 30; i++) {
        ana.save(null, 'note.entry', { workOrder: JOB, text: `${weatherOf(name).title} ${i}` });
        if (i % 5 === 0) await new Promise((resolve) => setTimeout(resolve, 20));
      }
      await until('all of it has arrived', () => ana.open() === 0, 30_000);
      weather.set('clear');
      await team.settled(ana);
      expect(ana.open()).toBe(0);
    },
  );
});
