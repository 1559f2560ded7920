import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TestConsole } from '../../tests/support/console.ts';
import { Desk } from '../../tests/support/guest.ts';
import { JOB, Rig } from '../../tests/support/hospital.ts';
import { Clock, SlowLink } from '../../tests/support/slow-link.ts';
import { until } from '../../tests/support/wait.ts';

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
