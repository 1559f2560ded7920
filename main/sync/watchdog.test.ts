import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TestConsole } from '../../tests/support/console.ts';
import { Desk } from '../../tests/support/guest.ts';
import { JOB, Rig } from '../../tests/support/hospital.ts';
import { Clock, SlowLink } from '../../tests/support/slow-link.ts';
import { linkView } from './evidence.ts';
import { FORGOTTEN_MS, STUCK_MS, Watchdog } from './watchdog.ts';

const MINUTE = 60_000;

describe('[Q-3] the watchdog', () => {
  const queue = { at: 'a' as string | null, granted: 'a' as string | null };
  const head = (lanes: readonly string[] | null): string | null => (lanes === null ? queue.at : queue.granted);
  const sender = { lanes: null as readonly ['critical'] | null, oldestSentAt: () => null as number | null };
  beforeEach(() => {
    queue.at = queue.granted = 'a';
    sender.lanes = null;
  });
  const watching = (): Watchdog => {
    const dog = new Watchdog({ head }, sender);
    dog.begin(0);
    dog.look(0, false);
    return dog;
  };

  it('[Q-3] a head that stays for minutes on a live link is stuck, whether or not anything was sent', () => {
    const dog = watching();
    expect(dog.look(STUCK_MS, false)).toBe('moves');
    expect([dog.look(STUCK_MS + 10_000, false), dog.stuckSince()]).toEqual(['stuck', 0]);
  });

  it('[Q-3] one that moves is not, and an empty queue never is', () => {
    const dog = watching();
    for (let i = 1; i <= 20; i++) {
      queue.at = `${i}`;
      expect(dog.look(i * MINUTE, false)).toBe('moves');
    }
    queue.at = null;
    for (let i = 21; i <= 40; i++) expect(dog.look(i * MINUTE, false)).toBe('moves');
  });

  it('[Q-3] a new link has its time, but the head stays called stuck until it moves', () => {
    const dog = watching();
    dog.look(STUCK_MS + 10_000, false);
    dog.begin(200_000);
    expect([dog.look(210_000, false), dog.stuckSince()]).toEqual(['moves', 0]);
    queue.at = 'b';
    dog.look(211_000, false);
    expect(dog.stuckSince()).toBeNull();
  });

  it('[Q-3, R-1] a server that asks for time, or holds back a lane, has more of it, and not for ever', () => {
    for (const [paused, lanes] of [
      [true, null],
      [false, ['critical']],
    ] as const) {
      sender.lanes = lanes;
      queue.granted = null;
      const dog = watching();
      expect(dog.look(FORGOTTEN_MS, paused)).toBe('moves');
      expect(dog.look(FORGOTTEN_MS + 10_000, paused)).toBe('stuck');
    }
  });

  it('[C-9] a clock that is set back by years makes no head young', () => {
    const dog = watching();
    const back = -3 * 365 * 86_400_000;
    dog.look(back, false);
    expect(dog.look(back + STUCK_MS + 10_000, false)).toBe('stuck');
  });
});

describe('[Q-3] never connected and stuck', () => {
  let rig: Rig;
  let clock: Clock;
  let link: SlowLink;
  let ana: TestConsole;
  beforeEach(async () => {
    clock = new Clock();
    rig = await new Rig({ clock: () => clock.at }).found();
    link = new SlowLink(clock, new Desk(rig), 20);
    ana = new TestConsole(rig, 'ana', { server: '', timers: clock, dialer: link });
    ana.engine.switchOn();
    for (let i = 0; i < 100 && ana.replica.records.byId.get(JOB) === undefined; i++) await clock.pass(500);
  });
  afterEach(async () => {
    await ana.close();
    rig.close();
  });

  const arrived = (): boolean => rig.body(JOB)['findings'] !== undefined;
  const view = () => linkView(ana.engine.known, ana.engine.state(), '');

  it('[Q-3] what is believed to be under way and never was sent goes out by itself, within minutes', async () => {
    ana.engine.switchOff();
    ana.save(JOB, 'workOrder.findings', { text: 'dry' });
    ana.engine.switchOn();
    // The bug that the watchdog is for: the queue is told that it was taken, and nobody takes it.
    ana.engine.dispatcher.next({ maxCount: 10, maxBytes: 1e6 }, clock.at);
    const dials = link.dials;
    for (let i = 0; i < 20 && !arrived(); i++) await clock.pass(MINUTE / 2);
    expect(arrived()).toBe(true);
    expect(link.dials).toBeGreaterThan(dials);
    expect(ana.logged).toContainEqual(expect.objectContaining({ event: 'queue stuck', verdict: 'stuck' }));
    await clock.pass(MINUTE);
    expect(view()).toMatchObject({ phase: 'works' });
  });

  it('[Q-3, N-2] a link that answers and swallows the work is made anew, and nothing calls it working meanwhile', async () => {
    link.swallows = (kind) => kind === 'push';
    ana.save(JOB, 'workOrder.findings', { text: 'dry' });
    for (let i = 0; i < 20; i++) await clock.pass(MINUTE / 2);
    expect(link.dials).toBeGreaterThan(2);
    const phases = new Set<string>();
    for (let i = 0; i < 200; i++) {
      await clock.pass(2_000);
      phases.add(view().phase);
    }
    expect([...phases]).toEqual(['cannot']);
    link.swallows = () => false;
    for (let i = 0; i < 20 && !arrived(); i++) await clock.pass(MINUTE / 2);
    expect(arrived()).toBe(true);
    await clock.pass(10_000);
    expect(view().phase).toBe('works');
  });

  it('[Q-3] an hour of quiet with held work alone makes nothing anew', async () => {
    const saved = ana.save(JOB, 'workOrder.findings', { text: 'dry' });
    ana.replica.changes.setState.run('held', 1, Number(saved.changes[0]?.split('.')[2]));
    const dials = link.dials;
    for (let i = 0; i < 60; i++) await clock.pass(MINUTE);
    expect(link.dials).toBe(dials);
  });
});
