import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FrameLink, FrameLinkEvents } from '../../protocol/wire/frame.ts';
import { TestConsole } from '../../tests/support/console.ts';
import { Desk } from '../../tests/support/guest.ts';
import { JOB, Rig } from '../../tests/support/hospital.ts';
import { until } from '../../tests/support/wait.ts';
import type { Dialer, Timers } from './link.ts';

/** A clock that moves when it is told to, and the things that happen on the way. */
class Clock implements Timers {
  at = 1_790_000_000_000;
  private tasks: { at: number; task: () => void }[] = [];
  now = (): number => this.at;
  after = (ms: number, task: () => void): (() => void) => {
    const entry = { at: this.at + ms, task };
    this.tasks.push(entry);
    return () => void (this.tasks = this.tasks.filter((t) => t !== entry));
  };
  pause = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  random = (): number => 0.5;

  /** Milliseconds pass, one task at a time, with turns for what is not on this clock. */
  async pass(ms: number): Promise<void> {
    const end = this.at + ms;
    for (;;) {
      await this.pause();
      const next = this.tasks.filter((t) => t.at <= end).toSorted((a, b) => a.at - b.at)[0];
      if (!next) break;
      this.tasks = this.tasks.filter((t) => t !== next);
      this.at = Math.max(this.at, next.at);
      next.task();
    }
    this.at = end;
  }
}

/** A link whose frames take a while each way, and may be lost from some moment on. */
class SlowLink implements Dialer {
  dials = 0;
  closed = 0;
  isDead = false;
  private readonly clock: Clock;
  private readonly desk: Desk;
  private readonly oneWayMs: number;

  constructor(clock: Clock, desk: Desk, oneWayMs: number) {
    this.clock = clock;
    this.desk = desk;
    this.oneWayMs = oneWayMs;
  }

  dial(events: FrameLinkEvents & { onOpen(link: FrameLink): void }): { abandon(): void } {
    this.dials += 1;
    let open = true;
    const travel = (task: () => void): void =>
      void this.clock.after(this.oneWayMs, () => open && !this.isDead && task());
    const end = (): void => {
      if (!open) return;
      open = false;
      this.closed += 1;
      events.onClose();
    };
    const session = this.desk.session({
      send: (frame) => travel(() => events.onFrame(frame)),
      buffered: () => 0,
      close: end,
    });
    travel(() => {
      events.onOpen({ send: (frame) => travel(() => void session.receive(frame)), buffered: () => 0, close: end });
      session.open();
    });
    return { abandon: end };
  }
  isSecure = () => false;
  diagnose = () => Promise.resolve({});
}

let rig: Rig;
let clock: Clock;
beforeEach(async () => {
  clock = new Clock();
  rig = await new Rig({ clock: () => clock.at }).found();
});
afterEach(() => rig.close());

function consoleOn(link: SlowLink): TestConsole {
  return new TestConsole(rig, 'ana', { server: '', timers: clock, dialer: link });
}
async function passUntil(what: string, holds: () => boolean): Promise<void> {
  for (let i = 0; i < 200 && !holds(); i++) await clock.pass(500);
  await until(what, holds, 1_000);
}

describe('[N-5] a satellite', () => {
  it('[N-5] 1.5 s there and back: caught up, work sent, and never cut in an hour of quiet', async () => {
    const link = new SlowLink(clock, new Desk(rig), 750);
    const ana = consoleOn(link);
    ana.engine.switchOn();
    await passUntil('caught up', () => ana.replica.records.byId.get(JOB) !== undefined);
    ana.save(JOB, 'workOrder.findings', { text: 'dry' });
    await passUntil(
      'at the server',
      () =>
        ana.state(ana.replica.identity() ? (`${ana.replica.identity()!.device}.1.1` as never) : undefined) !== 'queued',
    );
    for (let i = 0; i < 60; i++) await clock.pass(60_000);
    expect(ana.engine.state().name).toBe('live');
    expect([link.dials, link.closed]).toEqual([1, 0]);
    await ana.close();
  });
});

describe('[Q-3, N-3] a link that went dead without a word', () => {
  it('[Q-3, N-2] is noticed, named, and made anew by the timer, and the work goes out', async () => {
    const link = new SlowLink(clock, new Desk(rig), 20);
    const ana = consoleOn(link);
    ana.engine.switchOn();
    await passUntil('caught up', () => ana.replica.records.byId.get(JOB) !== undefined);
    link.isDead = true;
    const saved = ana.save(JOB, 'workOrder.findings', { text: 'dry' });
    await passUntil('the silence is noticed', () => ana.engine.known.evidence.write === 'silence');
    expect(ana.state(saved.changes[0])).toBe('queued');
    link.isDead = false;
    await passUntil('it went out after all', () => rig.body(JOB)['findings'] !== undefined);
    expect(link.dials).toBeGreaterThan(1);
    await ana.close();
  });
});
