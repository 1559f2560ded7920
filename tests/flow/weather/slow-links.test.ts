/**
 * Slow links over real sockets, with delays and time-outs in their true ratio: link and laptop run so many times faster
 * than the machine, both alike.
 */
import { afterEach, describe, expect, it } from 'vitest';
import type { RecordId } from '../../../domain/ids.ts';
import { readFrameText } from '../../../protocol/wire/frame.ts';
import { MAX_UNPACKED_BYTES } from '../../../protocol/wire/limits.ts';
import { chanceFrom } from '../../../lab/world/chance.ts';
import type { WeatherProxy } from '../../../lab/proxy/weather-proxy.ts';
import { dialFrames } from '../../../main/sync/trpc-link.ts';
import { zstdPacker } from '../../../main/sync/zstd.ts';
import type { TestConsole } from '../../support/console.ts';
import { JOB, type Who } from '../../support/hospital.ts';
import { until } from '../../support/wait.ts';
import { WeatherTeam } from '../../support/weather.ts';

let team: WeatherTeam;
afterEach(() => team.close());
async function start(speed: number): Promise<void> {
  team = new WeatherTeam(speed);
  await team.start();
}

/** Text that no compression makes smaller than about two bytes a character. */
function dense(characters: number, seed: string): string {
  const chance = chanceFrom(seed);
  return Array.from({ length: characters }, () => String.fromCodePoint(chance.between(0x4e00, 0x9fff))).join('');
}

interface Push {
  readonly bytes: number;
  readonly first: number;
  readonly count: number;
}

/** A laptop behind the proxy whose pushes are listed as they leave. */
function watched(proxy: WeatherProxy, who: Who): { console: TestConsole; pushes: Push[]; dials: () => number } {
  const pushes: Push[] = [];
  let dials = 0;
  const console = team.offline(who, {
    timers: team.timers,
    dialer: {
      isSecure: () => false,
      diagnose: () => Promise.resolve({ interfaceUp: true }),
      dial: (events) => {
        dials += 1;
        return dialFrames(proxy.url, {
          ...events,
          onOpen: (link) =>
            events.onOpen({
              ...link,
              send(frame) {
                const { head } = readFrameText(zstdPacker.unpack(frame, MAX_UNPACKED_BYTES));
                const { k, runs = [] } = head as {
                  readonly k: string;
                  readonly runs?: readonly (readonly [number, number])[];
                };
                const count = runs.reduce((sum, [, run]) => sum + run, 0);
                if (k === 'push') pushes.push({ bytes: frame.length, first: runs[0]?.[0] ?? 0, count });
                link.send(frame);
              },
            }),
        });
      },
    },
  });
  return { console, pushes, dials: () => dials };
}

describe('[N-4] 4 kB a second', () => {
  it('[N-4, Q-1] a small critical save made behind a megabyte of other work is at the server long before it', async () => {
    await start(40);
    const proxy = await team.proxy('throttled');
    const { console: ana, pushes, dials } = watched(proxy, 'ana');
    ana.engine.switchOn();
    await team.caughtUp(ana);
    for (let i = 0; i < 60; i++) ana.save(null, 'note.entry', { workOrder: JOB, text: dense(8_000, `note ${i}`) });
    await until('the first of it is under way', () => pushes.length > 0);
    const urgent = ana.save(JOB, 'workOrder.progress', { status: 'started' });
    await until('the urgent one has its outcome', () => ana.state(urgent.changes[0]) !== 'queued', 30_000);
    expect(ana.open()).toBeGreaterThan(40);
    await until('all of it has arrived', () => ana.open() === 0, 50_000);
    await team.settled(ana);
    expect(dials()).toBe(1);
  });

  it('[N-4, N-5] a first catch-up whose pieces take minutes each is not cut', async () => {
    await start(40);
    for (let i = 0; i < 20; i++)
      await team.rig.import([
        { record: null, collection: 'note', group: 'entry', set: { workOrder: JOB, text: dense(18_000, `old ${i}`) } },
      ]);
    const proxy = await team.proxy('throttled');
    const { console: ben, dials } = watched(proxy, 'ben');
    ben.engine.switchOn();
    await until('caught up', () => ben.replica.cursor() === team.head(), 50_000);
    await team.settled(ben);
    expect(dials()).toBe(1);
    expect(proxy.stats().downBytes).toBeGreaterThan(4_000 * 60);
  });

  it('[N-4] a batch that cannot finish is made smaller, not sent again as it was', async () => {
    await start(8);
    const proxy = await team.proxy('clear');
    const { console: ana, pushes } = watched(proxy, 'ana');
    const saves = (count: number): void => {
      for (let i = 0; i < count; i++) ana.save(null, 'note.entry', { workOrder: JOB, text: dense(40, `small ${i}`) });
    };
    ana.engine.switchOn();
    await team.caughtUp(ana);
    for (let round = 0; round < 20 && (pushes.at(-1)?.count ?? 0) < 40; round++) {
      saves(60);
      await team.settled(ana);
    }
    await proxy.setWeather('answers-lost');
    const before = pushes.length;
    saves(60);
    await until('a large one left', () => pushes.length > before);
    const large = pushes[before];
    await until('it was given up', () => ana.engine.state().name !== 'live', 20_000);
    const lost = pushes.length;
    await proxy.setWeather('clear');
    await team.settled(ana);
    const again = pushes.slice(lost).find((p) => p.first === large?.first);
    expect(large?.count).toBeGreaterThan(16);
    expect(again?.count).toBeLessThanOrEqual(Math.max(8, (large?.count ?? 0) / 2));
  });
});

describe('[N-5] a satellite: 1.5 s there and back, one segment in twenty lost', () => {
  it('[N-5] two laptops at work and an hour of quiet: not one connection is cut, everything arrives', async () => {
    await start(60);
    const proxy = await team.proxy('satellite');
    const [ana, ben] = [watched(proxy, 'ana'), watched(proxy, 'ben')];
    for (const { console } of [ana, ben]) console.engine.switchOn();
    await team.caughtUp();
    const jobs: RecordId[] = [];
    for (let i = 0; i < 30; i++) {
      const [job] = ana.console.save(null, 'note.entry', { workOrder: JOB, text: dense(200, `a ${i}`) }).records;
      if (job) jobs.push(job);
      ben.console.save(null, 'note.entry', { workOrder: JOB, text: dense(100, `b ${i}`) });
    }
    await team.settled();
    const hour = team.timers.now() + 600_000;
    await until('time has passed', () => team.timers.now() > hour, 20_000);
    ana.console.save(JOB, 'workOrder.findings', { text: 'dry' });
    await team.settled();
    expect([ana.dials(), ben.dials()]).toEqual([1, 1]);
    expect(jobs.every((job) => ben.console.shown(job)['entry'] !== undefined)).toBe(true);
  });

  it('[N-5] a large batch up a satellite is waited for', async () => {
    await start(60);
    const proxy = await team.proxy('satellite');
    const { console: ana, dials } = watched(proxy, 'ana');
    ana.engine.switchOn();
    await team.caughtUp(ana);
    for (let i = 0; i < 20; i++) ana.save(null, 'note.entry', { workOrder: JOB, text: dense(20_000, `big ${i}`) });
    await until('it has arrived', () => ana.open() === 0, 50_000);
    await team.settled(ana);
    expect(dials()).toBe(1);
  });
});
