/** Held work, through the verbs of the screens and a real server that refuses: fixed, sent again, given to another. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { recordId, type RecordId } from '../../../domain/ids.ts';
import type { ConsoleCoreImpl } from '../../../main/console-core.ts';
import { commitSave, type Saved } from '../../../main/replica/commit-change.ts';
import { ConsoleFault } from '../../../protocol/ipc/fault.ts';
import { expectBooks } from '../../support/books.ts';
import type { TestConsole } from '../../support/console.ts';
import { coreOf } from '../../support/core.ts';
import { edit, saw } from '../../support/edits.ts';
import { JOB, NORTH, PEOPLE, SCANNER, SOUTH } from '../../support/hospital.ts';
import { Team } from '../../support/team.ts';
import { until } from '../../support/wait.ts';

let team: Team;
let ana: TestConsole;
let ben: TestConsole;
let core: ConsoleCoreImpl;
beforeEach(async () => {
  team = await new Team().start();
  [ana, ben] = await Promise.all([team.join('ana'), team.join('ben')]);
  core = coreOf(ana);
});
afterEach(async () => {
  core.stop();
  await team.close();
});

/** What no form would let through: the server has the last word. */
function past(path: `${string}.${string}`, record: RecordId | null, set: Parameters<typeof edit>[2]): Saved {
  return commitSave(ana.replica, ana.author(), [{ ...edit(record, path, set), saw: saw(null) }]);
}

/** Built on what was shown after that save, past the form as well. */
function onTopOf(below: Saved, set: Parameters<typeof edit>[2]): Saved {
  const seen = { writer: below.changes[0]!, canonical: null, archived: null };
  return commitSave(ana.replica, ana.author(), [{ ...edit(JOB, 'workOrder.assignment', set), saw: seen }]);
}

async function heldUntil(count: number): Promise<void> {
  ana.engine.wake();
  await until('they are held', () => core.sync().held.length === count && ana.open() === count);
}

function faultOf(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error instanceof ConsoleFault ? error.fault : error;
  }
}

const text = (id: RecordId, group: string): unknown => ben.shown(id)[group]?.v;

describe('[Q-5] put right and sent', () => {
  it('[Q-5] the screen says why in plain words and which field it is; the fix is checked at the field', async () => {
    past('workOrder.assignment', JOB, { scheduled: 'soon' });
    await heldUntil(1);
    const [item] = core.sync().held;
    expect(item).toMatchObject({ title: 'Schedule', dependency: false, record: JOB });
    expect(item?.edits[0]?.fields).toMatchObject([
      { field: 'technician', kind: 'person', isWrong: false },
      { field: 'scheduled', kind: 'moment', value: 'soon', isWrong: true },
    ]);
    const fix = (set: Record<string, number | string>) => () =>
      core.fixHeld({ seq: item?.seq ?? 0, edits: [{ record: JOB, group: 'assignment', set }] });
    expect(faultOf(fix({ scheduled: 'later' }))).toMatchObject({ kind: 'badInput', field: 'assignment.scheduled' });
    expect(core.sync().held).toHaveLength(1);
    fix({ scheduled: 7 })();
    await team.settled();
    expect(text(JOB, 'assignment')).toEqual({ scheduled: 7 });
    expect(core.sync().ledger).toMatchObject({ made: 2, applied: 1, replaced: 1, held: 0, balances: true });
  });

  it('[Q-5] what was held with it follows on top of the new values, in order, and both ends agree to the letter', async () => {
    const wrong = past('workOrder.assignment', JOB, { scheduled: 'soon' });
    ana.engine.switchOff();
    const onTop = onTopOf(wrong, { technician: PEOPLE.ana });
    expect(ana.change(onTop.changes[0]).edits).toContain('soon');
    ana.engine.switchOn();
    await heldUntil(2);
    core.fixHeld({ seq: 1, edits: [{ record: JOB, group: 'assignment', set: { scheduled: 7 } }] });
    expect(ana.shown(JOB)['assignment']).toMatchObject({
      v: { scheduled: 7, technician: PEOPLE.ana },
      w: onTop.changes,
    });
    // Work on top of that is built on what is shown, and clashes with nothing of its own.
    const later = ana.save(JOB, 'workOrder.assignment', { scheduled: 9 });
    await team.settled();
    expect(text(JOB, 'assignment')).toEqual({ scheduled: 9, technician: PEOPLE.ana });
    expect([wrong, onTop, later].map((s) => ana.state(s.changes[0]))).toEqual(['replaced', 'settled', 'settled']);
    expect(ben.shown(JOB)['assignment']).toMatchObject({ w: later.changes });
  });

  it('[Q-5] a record that was refused keeps its name, however often it is put right, and so does all that hangs on it', async () => {
    const wrong = past('workOrder.request', null, { title: null, equipment: SCANNER, site: NORTH });
    const job = wrong.records[0]!;
    ana.engine.switchOff();
    const onIt = ana.save(null, 'note.entry', { workOrder: job, text: 'hangs on it' });
    ana.engine.switchOn();
    await heldUntil(2);
    core.resendHeld(1);
    await heldUntil(2);
    core.resendHeld(core.sync().held.find((h) => !h.dependency)?.seq ?? 0);
    await heldUntil(2);
    const { seq } = core.sync().held.find((h) => !h.dependency)!;
    core.fixHeld({ seq, edits: [{ record: job, group: 'request', set: { title: 'artefact' } }] });
    await team.settled();
    expect(text(job, 'request')).toMatchObject({ title: 'artefact' });
    expect(text(onIt.records[0]!, 'entry')).toMatchObject({ text: 'hangs on it' });
    await expectBooks(team.rig, ana, ben);
  });

  it('[Q-5] only what is held, and only the first of what is held together', async () => {
    const wrong = past('workOrder.assignment', JOB, { scheduled: 'soon' });
    ana.engine.switchOff();
    onTopOf(wrong, { technician: PEOPLE.ana });
    ana.engine.switchOn();
    await heldUntil(2);
    const edits = [{ record: JOB, group: 'assignment', set: { scheduled: 7 } }];
    expect(faultOf(() => core.fixHeld({ seq: 2, edits }))).toMatchObject({ kind: 'notAllowed' });
    expect(faultOf(() => core.fixHeld({ seq: 77, edits }))).toMatchObject({ kind: 'notFound' });
    expect(core.sync().held[1]).toMatchObject({ dependency: true, edits: [] });
  });
});

describe('[Q-5] given to another', () => {
  it('[Q-5, H-1] what this person may not do becomes a job in the other’s list, with every value; its author stays', async () => {
    const lena = await team.join('lena');
    past('team.identity', null, { name: 'Night shift' });
    await heldUntil(1);
    expect(core.sync().held[0]?.reason).toMatch(/technician may not change/);
    const given = core.giveHeld({ seq: 1, to: PEOPLE.lena });
    await team.settled();
    const list = coreOf(lena).workList({ range: 'all', whose: 'mine', site: null, text: '', limit: 50 });
    expect(list.rows.map((r) => r.title)).toEqual(['Take over: Team']);
    const visit = coreOf(lena).visit(list.rows[0]!.id);
    expect(visit?.notes.map((n) => n.groups['entry']?.words).join()).toMatch(/Written by Ana.*Name: Night shift/s);
    expect(visit?.job.groups['request']?.value['symptom']).toMatch(/Ana could not send this: A technician may not/);
    const history = await coreOf(lena).history(given.records[0]!);
    expect(history?.entries.map((e) => e.person)).toContain('Ana');
    expect(core.sync()).toMatchObject({ held: [], ledger: { replaced: 1, balances: true } });
  });

  it('[Q-5] with all that was held with it; what was known nowhere else stands in the job, and nothing of it is left over', async () => {
    const wrong = past('workOrder.request', null, { title: null, equipment: SCANNER, site: NORTH });
    const job = wrong.records[0]!;
    ana.engine.switchOff();
    ana.save(null, 'note.entry', { workOrder: job, text: 'hangs on it' });
    ana.save(null, 'partLine.entry', { workOrder: job, name: 'coil', quantity: 3 });
    ana.engine.switchOn();
    await heldUntil(3);
    const given = core.giveHeld({ seq: 1, to: PEOPLE.ben });
    expect(ana.replica.records.byId.get(job)).toBeUndefined();
    await team.settled();
    const notes = ben.replica.records.byParentIn
      .all(given.records[0]!, 'note')
      .map((r) => r.body)
      .join();
    expect(notes).toContain('hangs on it');
    expect(notes).toContain('Quantity: 3');
    expect(ben.shown(given.records[0]!)).toMatchObject({
      request: { v: { equipment: SCANNER, site: NORTH } },
      assignment: { v: { technician: PEOPLE.ben } },
    });
    expect(ben.replica.records.byId.get(job)).toBeUndefined();
    await expectBooks(team.rig, ana, ben);
  });

  it('[Q-5, Q-7] work at a site that this laptop never had goes to one that it has, so that it can be sent', async () => {
    past('workOrder.request', null, { title: 'far away', site: SOUTH });
    await heldUntil(1);
    const given = core.giveHeld({ seq: 1, to: PEOPLE.ben });
    await team.settled();
    expect(ben.shown(given.records[0]!)['request']?.v).toMatchObject({ site: NORTH });
    expect(faultOf(() => core.giveHeld({ seq: 1, to: PEOPLE.ben }))).toMatchObject({ kind: 'notFound' });
  });

  it('[Q-5] not to somebody who is not known here', async () => {
    past('team.identity', null, { name: 'Night shift' });
    await heldUntil(1);
    const stranger = recordId(9, 1, 1, 0);
    expect(faultOf(() => core.giveHeld({ seq: 1, to: stranger }))).toMatchObject({ kind: 'notAllowed' });
    expect(core.sync().held).toHaveLength(1);
  });
});
