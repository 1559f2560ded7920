import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TestConsole } from '../../tests/support/console.ts';
import { Desk } from '../../tests/support/guest.ts';
import { JOB, Rig } from '../../tests/support/hospital.ts';
import { Clock, SlowLink } from '../../tests/support/slow-link.ts';

const MINUTE = 60_000;
let rig: Rig;
let clock: Clock;
let link: SlowLink;
let ana: TestConsole;
let asked: number;

beforeEach(async () => {
  clock = new Clock();
  rig = await new Rig({ clock: () => clock.at }).found();
  link = new SlowLink(clock, new Desk(rig), 20);
  asked = 0;
  link.swallows = (kind) => {
    if (kind === 'ledger') asked += 1;
    return false;
  };
  ana = new TestConsole(rig, 'ana', { server: '', timers: clock, dialer: link });
  ana.engine.switchOn();
  for (let i = 0; i < 100 && ana.replica.records.byId.get(JOB) === undefined; i++) await clock.pass(500);
});
afterEach(async () => {
  await ana.close();
  rig.close();
});

describe('[L-1] when a laptop compares its books', () => {
  it('[L-1] once it is quiet after a greeting and after work, and then rarely', async () => {
    await clock.pass(MINUTE);
    expect(asked).toBe(1);
    for (let i = 0; i < 5; i++) {
      ana.save(null, 'note.entry', { workOrder: JOB, text: `n${i}` });
      await clock.pass(2_000);
    }
    expect(asked).toBe(1);
    await clock.pass(MINUTE);
    expect(asked).toBe(2);
    expect(ana.replica.readMeta('comparedBooks')).toMatchObject({ differences: [], server: { applied: 5 } });
    for (let i = 0; i < 60; i++) await clock.pass(MINUTE);
    expect(asked).toBe(2);
    for (let i = 0; i < 24 * 60; i++) await clock.pass(MINUTE);
    expect(asked).toBeGreaterThanOrEqual(4);
    expect(asked).toBeLessThan(8);
  });

  it('[L-1, SAVE-2] work that moves while it counts makes the count void, and it counts again', async () => {
    await clock.pass(MINUTE);
    for (let i = 0; i < 600; i++) ana.save(null, 'note.entry', { workOrder: JOB, text: `n${i}` });
    await clock.pass(5_000);
    const counting = ana.engine.ledger.ask();
    ana.engine.ledger.soon();
    expect(await counting).toBe(false);
    await clock.pass(MINUTE);
    expect(ana.replica.readMeta('comparedBooks')).toMatchObject({ differences: [], server: { applied: 600 } });
  });

  it('[L-1] a link that goes takes the question with it', async () => {
    ana.engine.switchOff();
    await clock.pass(10 * MINUTE);
    expect(asked).toBe(0);
  });
});
