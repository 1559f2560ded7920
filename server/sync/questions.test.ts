import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Change } from '../../domain/change/change.ts';
import { edit, saw, type Sketch } from '../../tests/support/edits.ts';
import { JOB, PEOPLE, Rig } from '../../tests/support/hospital.ts';
import { idOfChange, type Laptop } from '../../tests/support/laptop.ts';
import { onlyQuestion } from '../../tests/support/questions.ts';

let rig: Rig;
let ana: Laptop;
let ben: Laptop;
let first: Change;
let second: Change;
beforeEach(async () => {
  rig = await new Rig().found();
  ana = rig.laptop('ana');
  ben = rig.laptop('ben');
  first = ana.change([findings('dry')]);
  second = ben.change([findings('wet')]);
  await rig.submit(first, second);
});
afterEach(() => rig.close());

function findings(text: string, seen = saw(null)): Sketch {
  return edit(JOB, 'workOrder.findings', { text }, seen);
}
const texts = (): unknown[] => onlyQuestion(rig, JOB).list.map((s) => s.value['text']);

describe('[C-7] writing on into a group under review', () => {
  it('[C-7] the author of the canonical side amends it; nobody settles a question by writing again', async () => {
    expect(await rig.outcome(ana.change([findings('very dry', saw(idOfChange(first)))]))).toEqual([
      { kind: 'applied' },
    ]);
    expect(texts()).toEqual(['very dry', 'wet']);
    expect(rig.body(JOB)['findings']?.v).toEqual({ text: 'very dry' });
  });

  it('[C-7] the author of the other side amends that one', async () => {
    expect(await rig.outcome(ben.change([findings('very wet', saw(idOfChange(second)))]))).toMatchObject([
      { kind: 'conflict' },
    ]);
    expect(texts()).toEqual(['dry', 'very wet']);
    expect(rig.body(JOB)['findings']?.v).toEqual({ text: 'dry' });
  });

  it('[C-7] somebody else is a further contender', async () => {
    expect(await rig.outcome(rig.laptop('lena').change([findings('foggy')]))).toMatchObject([{ kind: 'conflict' }]);
    expect(texts()).toEqual(['dry', 'wet', 'foggy']);
  });

  it('[C-7] somebody who saw the canonical side moves it', async () => {
    const lena = rig.laptop('lena').change([findings('dry as dust', saw(idOfChange(first)))]);
    expect(await rig.outcome(lena)).toEqual([{ kind: 'applied' }]);
    expect(texts()).toEqual(['dry as dust', 'wet']);
  });

  it('[C-7] somebody who saw it with the question beside it says something about the question: a further contender', async () => {
    const inView = { ...saw(idOfChange(first)), question: onlyQuestion(rig, JOB).id };
    const lena = rig.laptop('lena').change([findings('dry as dust', inView)]);
    expect(await rig.outcome(lena)).toMatchObject([{ kind: 'conflict' }]);
    expect(texts()).toEqual(['dry', 'wet', 'dry as dust']);
    expect(rig.body(JOB)['findings']?.v).toEqual({ text: 'dry' });
  });

  it('[C-7, W-2] what its author amended is asked about no longer, and says so when it is asked for again', async () => {
    await rig.submit(ben.change([findings('very wet', saw(idOfChange(second)))]));
    expect(await rig.outcome(second)).toEqual([{ kind: 'superseded', rule: 'latest', by: PEOPLE.ben }]);
  });

  it('[C-7] an equal value joins the living side that says it', async () => {
    const lena = rig.laptop('lena').change([findings('wet')]);
    expect(await rig.outcome(lena)).toMatchObject([{ kind: 'conflict' }]);
    expect(onlyQuestion(rig, JOB).list.map((s) => s.writers)).toEqual([
      [idOfChange(first)],
      [idOfChange(second), idOfChange(lena)],
    ]);
  });

  it('[C-7] more than two sides are asked pair by pair', async () => {
    const third = rig.laptop('lena').change([findings('foggy')]);
    await rig.submit(third);
    const maria = rig.laptop('maria');
    const ask = (chosen: Change, against: Change): Promise<unknown> =>
      rig.outcome(
        maria.change([
          edit(onlyQuestion(rig, JOB).id, 'question.answer', {
            chosen: idOfChange(chosen),
            against: [idOfChange(against)],
            undoes: null,
            reason: null,
          }),
        ]),
      );
    expect(await ask(second, first)).toEqual([{ kind: 'applied' }]);
    expect(texts()).toEqual(['wet', 'foggy']);
    expect(onlyQuestion(rig, JOB).status).toBe('open');
    expect(rig.body(JOB)['findings']?.v).toEqual({ text: 'wet' });
    expect(await rig.outcome(first)).toEqual([{ kind: 'superseded', rule: 'answered', by: PEOPLE.maria }]);
    expect(await ask(second, third)).toEqual([{ kind: 'applied' }]);
    expect(onlyQuestion(rig, JOB)).toMatchObject({ status: 'answered' });
  });

  it('[W-6] whatever became of it, the record passes the position of the outcome, or its author would wait for ever', async () => {
    const lena = rig.laptop('lena');
    for (const change of [
      ben.change([findings('very wet', saw(idOfChange(second)))]),
      lena.change([findings('foggy')]),
      rig.laptop('admin').change([findings('foggy')]),
      ana.change([findings('very dry', saw(idOfChange(first)))]),
    ]) {
      const [outcome] = await rig.submit(change);
      expect(rig.row(JOB)?.pos).toBeGreaterThanOrEqual(outcome?.position ?? Infinity);
    }
  });
});
