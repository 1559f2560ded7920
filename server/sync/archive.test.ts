import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Change } from '../../domain/change/change.ts';
import type { ChangeId, RecordId } from '../../domain/ids.ts';
import { edit, saw, SAW_NOTHING, type Sketch } from '../../tests/support/edits.ts';
import { JOB, JOB_MADE_BY, PEOPLE, Rig } from '../../tests/support/hospital.ts';
import { idOfChange, recordOf, type Laptop } from '../../tests/support/laptop.ts';
import { onlyQuestion, sidesOn } from '../../tests/support/questions.ts';

let rig: Rig;
let ana: Laptop;
let ben: Laptop;
beforeEach(async () => {
  rig = await new Rig().found();
  ana = rig.laptop('ana');
  ben = rig.laptop('ben');
});
afterEach(() => rig.close());

const applied = [{ kind: 'applied' }];
const asked = [{ kind: 'conflict' }];

function archived(groups: { [group: string]: ChangeId } = {}, children: readonly RecordId[] = []): Sketch {
  const sketch = edit(JOB, 'workOrder.archived', { archived: true, reason: 'double' });
  return { ...sketch, archive: { groups: { request: JOB_MADE_BY, ...groups }, children } };
}
const findings = (sawArchived: ChangeId | null = null): Sketch =>
  edit(JOB, 'workOrder.findings', { text: 'dry' }, { ...SAW_NOTHING, archived: sawArchived });
const note = (sawArchived: ChangeId | null = null): Sketch =>
  edit(null, 'note.entry', { workOrder: JOB, text: 'look behind' }, { ...SAW_NOTHING, archived: sawArchived });
const isArchived = (): boolean => rig.body(JOB)['archived']?.v['archived'] === true;

async function keepOrClose(by: Laptop, wanted: boolean): Promise<void> {
  const { id, list } = onlyQuestion(rig, JOB);
  const chosen = list.find((s) => (s.value['archived'] === true) === wanted);
  const against = list.filter((s) => s !== chosen).map((s) => s.writers[0] ?? null);
  expect(
    await rig.outcome(
      by.change([
        edit(id, 'question.answer', { chosen: chosen?.writers[0] ?? null, against, undoes: null, reason: null }),
      ]),
    ),
  ).toEqual(applied);
}

describe('[C-8] archiving with everything in view', () => {
  it('[C-8] is applied, and can be taken back', async () => {
    const close = ana.change([archived()]);
    expect(await rig.outcome(close)).toEqual(applied);
    expect(isArchived()).toBe(true);
    const open = ana.change([edit(JOB, 'workOrder.archived', { archived: false }, saw(idOfChange(close)))]);
    expect(await rig.outcome(open)).toEqual(applied);
    expect(isArchived()).toBe(false);
    expect(sidesOn(rig, JOB)).toEqual([]);
  });

  it('[C-8] an edit by somebody who knew of it is just an edit', async () => {
    const close = ana.change([archived()]);
    await rig.submit(close);
    expect(await rig.outcome(ben.change([findings(idOfChange(close))]))).toEqual(applied);
    expect(await rig.outcome(ben.change([note(idOfChange(close))]))).toEqual(applied);
    expect(sidesOn(rig, JOB)).toEqual([]);
  });

  it('[C-8, C-2] two who archive the same record agree', async () => {
    await rig.submit(ana.change([archived()]));
    expect(await rig.outcome(ben.change([archived()]))).toEqual(applied);
    expect(rig.body(JOB)['archived']?.w).toHaveLength(2);
  });
});

describe('[C-8] archiving against work that it had not seen', () => {
  const work: readonly (readonly [string, () => Sketch])[] = [
    ['an edit', findings],
    ['an addition', note],
  ];

  it.each(work)('[C-8] %s that came first: the archiving is asked about', async (_what, sketch) => {
    const made = ben.change([sketch()]);
    expect(await rig.outcome(made)).toEqual(applied);
    expect(await rig.outcome(ana.change([archived()]))).toMatchObject(asked);
    expect(isArchived()).toBe(false);
    expect(onlyQuestion(rig, JOB)).toMatchObject({ group: 'archived', reviewer: PEOPLE.maria });
  });

  it.each(work)(
    '[C-8] %s that came second: it is kept, and whether the record stays archived is asked',
    async (_what, sketch) => {
      expect(await rig.outcome(ana.change([archived()]))).toEqual(applied);
      const made = ben.change([sketch()]);
      expect(await rig.outcome(made)).toMatchObject(asked);
      expect(isArchived()).toBe(true);
      expect(rig.body(recordOf(made))[made.edits[0]?.group ?? '']?.v).toMatchObject(made.edits[0]?.set ?? {});
      expect(onlyQuestion(rig, JOB).group).toBe('archived');
    },
  );

  it.each([true, false])('[C-8] both orders end alike: answered with archived = %s', async (wanted) => {
    for (const first of ['archive', 'edit']) {
      const own = new Rig();
      rig.close();
      rig = await own.found();
      const close = rig.laptop('ana').change([archived()]);
      const write = rig.laptop('ben').change([findings()]);
      await rig.submit(...(first === 'archive' ? [close, write] : [write, close]));
      await keepOrClose(rig.laptop('maria'), wanted);
      expect(isArchived()).toBe(wanted);
      expect(rig.body(JOB)['findings']?.v).toEqual({ text: 'dry' });
      expect(await rig.outcome(write)).toEqual(applied);
    }
  });

  it('[C-8] children that the archiver had seen are no surprise', async () => {
    const made: Change = ben.change([note()]);
    await rig.submit(made);
    expect(await rig.outcome(ana.change([archived({}, [recordOf(made)])]))).toEqual(applied);
  });

  it('[C-8] several who wrote unseen share one question', async () => {
    await rig.submit(ana.change([archived()]));
    expect(await rig.outcome(ben.change([findings(), note()]))).toMatchObject([...asked, ...asked]);
    expect(await rig.outcome(rig.laptop('lena').change([note()]))).toMatchObject(asked);
    expect(sidesOn(rig, JOB)).toHaveLength(1);
  });
});
