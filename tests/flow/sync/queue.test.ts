import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { exportHeld, resendHeld } from '../../../main/verbs/held.ts';
import { realTimers } from '../../support/console.ts';
import { cutDialer } from '../../support/cut.ts';
import { edit, saw } from '../../support/edits.ts';
import { JOB, NORTH, ORG, SCANNER } from '../../support/hospital.ts';
import { recordOf } from '../../support/laptop.ts';
import { Team } from '../../support/team.ts';
import { turns, until } from '../../support/wait.ts';
import { commitSave } from '../../../main/replica/commit-change.ts';

let team: Team;
beforeEach(async () => {
  team = await new Team().start();
});
afterEach(() => team.close());

const note = (text: string) => ({ workOrder: JOB, text });

describe('[Q-5] held work', () => {
  it('[Q-5] a refused change holds only what depends on it; all others flow, and it says why', async () => {
    const ana = await team.join('ana');
    ana.engine.switchOff();
    // What the form would not let through: the server has the last word.
    const wrong = commitSave(ana.replica, ana.author(), [
      { ...edit(null, 'workOrder.request', { title: null, equipment: SCANNER, site: NORTH }), saw: saw(null) },
    ]);
    const job = wrong.records[0]!;
    const onIt = ana.save(null, 'note.entry', { workOrder: job, text: 'hangs on it' });
    const aside = ana.save(null, 'note.entry', note('aside'));
    ana.engine.switchOn();
    await until('the others have settled', () => ana.state(aside.changes[0]) === 'settled');
    expect([wrong, onIt].map((s) => ana.state(s.changes[0]))).toEqual(['held', 'held']);
    expect(JSON.parse(ana.change(wrong.changes[0]).outcome!)).toMatchObject([{ kind: 'refused', code: 'wrongShape' }]);
    expect(JSON.parse(ana.change(onIt.changes[0]).outcome!)).toMatchObject([{ kind: 'refused', code: 'dependency' }]);
    const later = ana.save(null, 'note.entry', { workOrder: job, text: 'later, on it' });
    expect(ana.state(later.changes[0])).toBe('held');
    ana.save(null, 'note.entry', note('aside again'));
    await until('later work flows', () => ana.open() === 3);
    expect(exportHeld(ana.replica)).toContain('later, on it');
    const row = ana.replica.records.byId.get(job);
    expect(row?.shown).toContain(SCANNER);
  });

  it('[Q-5] sent again, it replaces the old, and what depended on it follows by itself', async () => {
    const ana = await team.join('ana');
    const ben = await team.join('ben');
    ana.engine.switchOff();
    const wrong = commitSave(ana.replica, ana.author(), [
      { ...edit(JOB, 'workOrder.assignment', { scheduled: 'soon' }), saw: saw(null) },
    ]);
    const onTop = commitSave(ana.replica, ana.author(), [
      {
        ...edit(JOB, 'workOrder.assignment', { technician: ana.author().person }),
        saw: { writer: wrong.changes[0]!, canonical: null, archived: null },
        seen: {},
      },
    ]);
    ana.engine.switchOn();
    await until('both are held', () => [wrong, onTop].every((s) => ana.state(s.changes[0]) === 'held'));
    expect(() => resendHeld(ana.replica, ana.author(), 2)).toThrow();
    const again = commitSave(ana.replica, ana.author(), [
      { ...edit(JOB, 'workOrder.findings', { text: 'dry' }), saw: saw(null) },
    ]);
    ana.engine.wake();
    await until('new work flows', () => ana.state(again.changes[0]) === 'settled');
    const before = ana.open();
    resendHeld(ana.replica, ana.author(), 1);
    expect(ana.state(wrong.changes[0])).toBe('replaced');
    ana.engine.wake();
    await until('it is refused again: the value is still wrong', () => ana.open() === before);
    await team.settled(ben);
    expect(team.rig.body(JOB)['assignment']).toBeUndefined();
  });
});

describe('[Q-4] nothing leaves but by an outcome, seen back', () => {
  it('[Q-4, W-6] an outcome alone is "confirming"; it settles when its position has been passed', async () => {
    let hold = true;
    const dialer = cutDialer(team.url, (kind) => (kind === 'delta' && hold ? 'lose' : 'pass'));
    const ana = team.offline('ana', { dialer, timers: realTimers() });
    hold = false;
    ana.engine.switchOn();
    await team.caughtUp();
    hold = true;
    const saved = ana.save(JOB, 'workOrder.findings', { text: 'dry' });
    await until('its outcome is here', () => ana.state(saved.changes[0]) === 'confirming');
    await turns(50);
    expect(ana.state(saved.changes[0])).toBe('confirming');
    expect(ana.replica.pending.ofRecord.all(JOB)).toHaveLength(1);
    hold = false;
    ana.engine.switchOff();
    ana.engine.switchOn();
    await team.settled();
    expect(ana.state(saved.changes[0])).toBe('settled');
  });

  it('[Q-4, W-2] a lost outcome, a cut while pushing and a doubled batch leave each change in the log once', async () => {
    const verdicts = ['cut outcomes', 'cut push', 'cutAfter push', 'cutAfter outcomes', 'cut welcome'];
    const dialer = cutDialer(team.url, (kind) => {
      const [verdict, of] = (verdicts[0] ?? '').split(' ');
      if (of !== kind) return 'pass';
      verdicts.shift();
      return verdict as 'cut' | 'cutAfter';
    });
    const ana = team.offline('ana', { dialer, timers: realTimers(50) });
    ana.engine.switchOn();
    for (let i = 0; i < 30; i++) {
      ana.save(null, 'note.entry', note(`n${i}`));
      await turns(10);
    }
    await until(
      'every cut has happened',
      () => {
        if (ana.open() === 0 && verdicts.length > 0) ana.save(null, 'note.entry', note('more'));
        return verdicts.length === 0;
      },
      15_000,
    );
    await team.settled();
    const { device } = ana.replica.identity()!;
    const seqs = team.rig.storage
      .log(ORG, 0 as never, 10_000)
      .filter((e) => e.device === device)
      .map((e) => e.seq);
    expect(seqs.toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: ana.replica.changes.last.get(1)!.seq }, (_, i) => i + 1),
    );
  });
});

describe('[Q-3] retries', () => {
  it('[Q-3] need no new work: a server that comes back is found by the timer alone', async () => {
    const ana = team.offline('ana', { timers: realTimers(20) });
    const saved = ana.save(null, 'note.entry', note('underground'));
    await team.stop();
    ana.engine.switchOn();
    await until('it has failed and rests', () => ana.engine.state().name === 'resting');
    expect(ana.state(saved.changes[0])).toBe('queued');
    await team.start();
    await team.settled();
  });
});

describe('[W-4] work that waits at the server', () => {
  it('[W-4] says so, and its laptop is told when it goes on, live', async () => {
    const [ana, ben] = await Promise.all([team.join('ana'), team.join('ben')]);
    ben.engine.switchOff();
    const job = ben.save(null, 'workOrder.request', { title: 'by hub', equipment: SCANNER, site: NORTH });
    const work = commitSave(ana.replica, ana.author(), [
      { ...edit(null, 'note.entry', { workOrder: job.records[0]!, text: 'early' }), saw: saw(null) },
    ]);
    ana.engine.wake();
    await until('it waits', () => ana.state(work.changes[0]) === 'waiting');
    expect(JSON.parse(ana.change(work.changes[0]).outcome!)).toEqual([{ kind: 'waiting', forChange: job.changes[0] }]);
    expect(ana.engine.pusher.next(0)).toBeNull();
    ben.engine.switchOn();
    await team.settled();
    expect(ben.shown(work.records[0]!)['entry']?.v).toMatchObject({ text: 'early' });
  });

  it('[W-4, W-2] asks again when it comes back, for it may have gone on meanwhile', async () => {
    const ana = await team.join('ana');
    const ben = team.rig.laptop('ben');
    const job = ben.change([edit(null, 'workOrder.request', { title: 'by hub', equipment: SCANNER, site: NORTH })]);
    const work = commitSave(ana.replica, ana.author(), [
      { ...edit(null, 'note.entry', { workOrder: recordOf(job), text: 'early' }), saw: saw(null) },
    ]);
    ana.engine.wake();
    await until('it waits', () => ana.state(work.changes[0]) === 'waiting');
    ana.engine.switchOff();
    await team.rig.submit(job);
    ana.engine.switchOn();
    await team.settled();
    expect(ana.state(work.changes[0])).toBe('settled');
  });
});
