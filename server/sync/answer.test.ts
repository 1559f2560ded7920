import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Change } from '../../domain/change/change.ts';
import type { ChangeId, RecordId } from '../../domain/ids.ts';
import { edit, saw } from '../../tests/support/edits.ts';
import { JOB, PEOPLE, Rig } from '../../tests/support/hospital.ts';
import { idOfChange, recordOf, type Laptop } from '../../tests/support/laptop.ts';
import { onlyQuestion, sidesOn } from '../../tests/support/questions.ts';

let rig: Rig;
let ana: Laptop;
let ben: Laptop;
let maria: Laptop;
let none: Change;
let some: Change;
let line: Change;
beforeEach(async () => {
  rig = await new Rig().found();
  ana = rig.laptop('ana');
  ben = rig.laptop('ben');
  maria = rig.laptop('maria');
  none = ana.change([edit(JOB, 'workOrder.parts', { declared: 'none' })]);
  line = ben.change([edit(null, 'partLine.entry', { workOrder: JOB, name: 'coil', quantity: 3 })]);
  some = ben.change([edit(JOB, 'workOrder.parts', { declared: 'some' })]);
  await rig.submit(none, line, some);
});
afterEach(() => rig.close());

const applied = [{ kind: 'applied' }];

function answer(by: Laptop, chosen: ChangeId, against: readonly ChangeId[], reason: string | null = null): Change {
  return by.change([
    edit(onlyQuestion(rig, JOB).id, 'question.answer', { chosen, against: [...against], undoes: null, reason }),
  ]);
}
function undo(by: Laptop, undoes: Change): Change {
  return by.change([
    edit(
      onlyQuestion(rig, JOB).id,
      'question.answer',
      { chosen: null, against: null, undoes: idOfChange(undoes), reason: null },
      saw(idOfChange(undoes)),
    ),
  ]);
}
const isStruck = (of: Change): unknown => rig.body(recordOf(of))['archived']?.v['archived'];

describe('[C-5] an answer', () => {
  it('[C-5] keeps one side, sets the other aside, and says who, when and why', async () => {
    rig.now += 5_000;
    const chosen = answer(maria, idOfChange(some), [idOfChange(none)], 'I counted them');
    expect(await rig.outcome(chosen)).toEqual(applied);
    expect(rig.body(JOB)['parts']).toMatchObject({
      v: { declared: 'some' },
      w: [idOfChange(some), idOfChange(chosen)],
    });
    expect(rig.body(JOB)['parts']?.q).toBeUndefined();
    const { state } = onlyQuestion(rig, JOB);
    expect(state).toMatchObject({
      status: 'answered',
      answeredBy: PEOPLE.maria,
      answeredAt: rig.now,
      chosen: idOfChange(some),
      reason: 'I counted them',
    });
    expect(await rig.outcome(none)).toEqual([{ kind: 'superseded', rule: 'answered', by: PEOPLE.maria }]);
    expect(await rig.outcome(some)).toEqual(applied);
    expect(rig.body(JOB)['parts']?.x).toEqual({
      writer: idOfChange(none),
      author: PEOPLE.ana,
      rule: 'answered',
      by: PEOPLE.maria,
    });
  });

  it('[C-7, W-2] of three sides keeps one for the next question: it stands applied, also when its author writes on', async () => {
    const first = ana.change([edit(JOB, 'workOrder.findings', { text: 'dry' })]);
    const second = ben.change([edit(JOB, 'workOrder.findings', { text: 'wet' })]);
    const third = rig.laptop('lena').change([edit(JOB, 'workOrder.findings', { text: 'dirty' })]);
    await rig.submit(first, second, third);
    const asked = rig.body(JOB)['findings']?.q as RecordId;
    const value = { chosen: idOfChange(second), against: [idOfChange(first)], undoes: null, reason: null };
    await rig.submit(maria.change([edit(asked, 'question.answer', value)]));
    expect(await rig.outcome(second)).toEqual(applied);
    expect(await rig.outcome(third)).toEqual([{ kind: 'conflict', question: asked }]);
    await rig.submit(ben.change([edit(JOB, 'workOrder.findings', { text: 'wet, dried' }, saw(idOfChange(second)))]));
    expect(await rig.outcome(second)).toEqual(applied);
  });

  it('[C-5] is a change like any other: arriving again, it changes nothing', async () => {
    const chosen = answer(maria, idOfChange(none), [idOfChange(some)]);
    await rig.submit(chosen);
    const before = rig.storage.head(rig.org);
    expect(await rig.outcome(chosen)).toEqual(applied);
    expect(rig.storage.head(rig.org)).toEqual(before);
  });

  it('[C-5] a second answer learns who answered, and changes nothing', async () => {
    await rig.submit(answer(maria, idOfChange(some), [idOfChange(none)]));
    const late = answer(rig.laptop('admin'), idOfChange(none), [idOfChange(some)]);
    expect(await rig.outcome(late)).toEqual([{ kind: 'superseded', rule: 'answered', by: PEOPLE.maria }]);
    expect(rig.body(JOB)['parts']?.v).toEqual({ declared: 'some' });
  });

  it('[C-5] to sides that have changed leaves the question open, and is kept in history', async () => {
    const stale = answer(maria, idOfChange(some), [idOfChange(none)], 'looked');
    await rig.submit(ana.change([edit(JOB, 'workOrder.parts', { declared: null }, saw(idOfChange(none)))]));
    expect(await rig.outcome(stale)).toEqual([{ kind: 'superseded', rule: 'sidesChanged', by: null }]);
    const question = onlyQuestion(rig, JOB);
    expect(question.status).toBe('open');
    const kept = rig.storage.history(rig.org, question.id, 0 as never, 100).filter((h) => h.edit.group === 'answer');
    expect(kept.map((h) => h.edit.value['reason'])).toEqual(['looked']);
  });

  it('[C-5] is not a technician’s to give', async () => {
    const own = answer(ana, idOfChange(none), [idOfChange(some)]);
    expect(await rig.outcome(own)).toMatchObject([{ kind: 'refused', code: 'notAllowed' }]);
    expect(onlyQuestion(rig, JOB).status).toBe('open');
  });
});

describe('[C-5] "none" as the answer', () => {
  it('[C-5, C-6] strikes the lines visibly, and taking it back brings them back', async () => {
    const chosen = answer(maria, idOfChange(none), [idOfChange(some)]);
    await rig.submit(chosen);
    expect(rig.body(recordOf(line))['archived']?.v).toEqual({ archived: true, reason: 'Parts replaced: none' });
    expect(rig.body(recordOf(line))['entry']?.v).toMatchObject({ name: 'coil', quantity: 3 });
    expect(await rig.outcome(undo(maria, chosen))).toEqual(applied);
    expect(isStruck(line)).toBe(false);
    expect(onlyQuestion(rig, JOB)).toMatchObject({ status: 'open' });
    expect(await rig.outcome(some)).toMatchObject([{ kind: 'conflict' }]);
    expect(await rig.outcome(none)).toEqual(applied);
  });

  it('[C-6] taking it back does not bring back a line that a person had struck before', async () => {
    const archive = { groups: { entry: idOfChange(line) }, children: [] };
    const byHand = { ...edit(recordOf(line), 'partLine.archived', { archived: true, reason: 'typed twice' }), archive };
    const other = ben.change([edit(null, 'partLine.entry', { workOrder: JOB, name: 'fuse', quantity: 1 })]);
    await rig.submit(other, ben.change([byHand]));
    const chosen = answer(maria, idOfChange(none), [idOfChange(some)]);
    await rig.submit(chosen, undo(maria, chosen));
    expect(rig.body(recordOf(line))['archived']?.v).toEqual({ archived: true, reason: 'typed twice' });
    expect(isStruck(other)).toBe(false);
  });

  it('[C-6] cannot be taken back once somebody has written on', async () => {
    const chosen = answer(maria, idOfChange(none), [idOfChange(some)]);
    await rig.submit(chosen, ana.change([edit(JOB, 'workOrder.parts', { declared: 'some' }, saw(idOfChange(chosen)))]));
    expect(await rig.outcome(undo(maria, chosen))).toEqual([{ kind: 'superseded', rule: 'undone', by: PEOPLE.maria }]);
    expect(rig.body(JOB)['parts']?.v).toEqual({ declared: 'some' });
  });

  it('[C-6] comes too late beneath a newer question: two would ask about one group', async () => {
    const chosen = answer(maria, idOfChange(some), [idOfChange(none)]);
    const back = undo(maria, chosen);
    await rig.submit(chosen);
    const [outcome] = await rig.outcome(ana.change([edit(JOB, 'workOrder.parts', { declared: 'none' }, saw(null))]));
    expect(outcome).toMatchObject({ kind: 'conflict' });
    expect(await rig.outcome(back)).toEqual([{ kind: 'superseded', rule: 'undone', by: PEOPLE.maria }]);
    expect(sidesOn(rig, JOB).map((q) => q.status)).toEqual(['answered', 'open']);
  });
});
