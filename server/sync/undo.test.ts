import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { edit, saw } from '../../tests/support/edits.ts';
import { JOB, JOB_MADE_BY, PEOPLE, Rig, SCANNER } from '../../tests/support/hospital.ts';
import { idOfChange, recordOf, type Laptop } from '../../tests/support/laptop.ts';
import { onlyQuestion } from '../../tests/support/questions.ts';
import type { ChangeId } from '../../domain/ids.ts';
import type { Fields } from '../../domain/json.ts';

let rig: Rig;
let ana: Laptop;
let ben: Laptop;
beforeEach(async () => {
  rig = await new Rig().found();
  [ana, ben] = [rig.laptop('ana'), rig.laptop('ben')];
});
afterEach(() => rig.close());

const findings = (by: Laptop, text: string, seen: ChangeId | null = null) =>
  by.change([edit(JOB, 'workOrder.findings', { text }, saw(seen))]);
const undo = (by: Laptop, what: ChangeId, set: Fields) =>
  by.change([{ ...edit(JOB, 'workOrder.findings', set, saw(what)), undoes: what }]);
const stands = (): unknown => rig.body(JOB)['findings']?.v;

describe('[C-6] an undo at the server', () => {
  it('[C-6] writes back what stood before while what it takes back is the only writer', async () => {
    const first = findings(ana, 'dry');
    const second = findings(ana, 'wet', idOfChange(first));
    await rig.submit(first, second);
    expect(await rig.outcome(undo(ben, idOfChange(second), { text: 'dry' }))).toEqual([{ kind: 'applied' }]);
    expect(stands()).toEqual({ text: 'dry' });
    const history = rig.storage.history(rig.org, JOB, 0 as never, 100);
    expect(history.map((h) => h.edit.value['text']).filter(Boolean)).toEqual(['dry', 'wet', 'dry']);
    expect(history.at(-1)?.edit.undoes).toBe(idOfChange(second));
  });

  it('[C-6] comes too late when somebody has written since: it changes nothing, and its author is told who', async () => {
    const first = findings(ana, 'dry');
    const later = findings(ben, 'leaking', idOfChange(first));
    await rig.submit(first, later);
    const late = undo(ana, idOfChange(first), { text: null });
    expect(await rig.outcome(late)).toEqual([{ kind: 'superseded', rule: 'undone', by: PEOPLE.ben }]);
    expect(rig.body(JOB)['findings']).toMatchObject({
      v: { text: 'leaking' },
      w: [idOfChange(later)],
      x: { author: PEOPLE.ana, by: PEOPLE.ben, rule: 'undone' },
    });
    expect(rig.row(JOB)?.pos).toBe(rig.storage.head(rig.org).position);
  });

  it('[C-6, C-2] comes too late when another has written the same: their word is not taken back', async () => {
    const first = findings(ana, 'dry');
    const same = findings(ben, 'dry');
    await rig.submit(first, same);
    expect(await rig.outcome(undo(ana, idOfChange(first), { text: null }))).toMatchObject([{ rule: 'undone' }]);
    expect(stands()).toEqual({ text: 'dry' });
  });

  it('[C-6, C-4] comes too late when a question is open: that is decided by a person', async () => {
    const first = findings(ana, 'dry');
    await rig.submit(first, findings(ben, 'wet'));
    expect(await rig.outcome(undo(ana, idOfChange(first), { text: null }))).toMatchObject([{ rule: 'undone' }]);
    expect(onlyQuestion(rig, JOB)).toMatchObject({ status: 'open', list: [{}, {}] });
    expect(rig.body(JOB)['findings']?.q).toBe(onlyQuestion(rig, JOB).id);
  });

  it('[C-6] twice does nothing the second time', async () => {
    const first = findings(ana, 'dry');
    await rig.submit(first);
    await rig.submit(undo(ana, idOfChange(first), { text: null }));
    expect(await rig.outcome(undo(ben, idOfChange(first), { text: null }))).toMatchObject([{ rule: 'undone' }]);
  });

  it('[C-6] an undo can itself be undone', async () => {
    const first = findings(ana, 'dry');
    const back = undo(ana, idOfChange(first), { text: null });
    await rig.submit(first, back);
    expect(await rig.outcome(undo(ana, idOfChange(back), { text: 'dry' }))).toEqual([{ kind: 'applied' }]);
    expect(stands()).toEqual({ text: 'dry' });
  });

  it('[C-6, C-8] a creation is taken back by archiving, unless somebody wrote the record since', async () => {
    const job = (by: Laptop) => by.change([edit(null, 'workOrder.request', { title: 'double', equipment: SCANNER })]);
    const [one, two] = [job(ana), job(ana)];
    await rig.submit(one, two);
    await rig.submit(ben.change([edit(recordOf(two), 'workOrder.request', { title: 'real' }, saw(idOfChange(two)))]));
    const archived = (made: typeof one) => ({
      ...edit(recordOf(made), 'workOrder.archived', { archived: true }, saw(null)),
      archive: { groups: { request: idOfChange(made) }, children: [] },
      undoes: idOfChange(made),
    });
    expect(await rig.outcome(ana.change([archived(one)]))).toEqual([{ kind: 'applied' }]);
    expect(await rig.outcome(ana.change([archived(two)]))).toMatchObject([{ rule: 'undone', by: PEOPLE.ben }]);
    expect(rig.body(recordOf(one))['archived']?.v).toEqual({ archived: true });
    expect(rig.body(recordOf(two))['archived']).toBeUndefined();
  });

  it('[C-6, C-8] an archiving is taken back like any other change', async () => {
    const archive = ana.change([
      {
        ...edit(JOB, 'workOrder.archived', { archived: true }),
        archive: { groups: { request: JOB_MADE_BY }, children: [] },
      },
    ]);
    await rig.submit(archive);
    const id = idOfChange(archive);
    const back = ben.change([{ ...edit(JOB, 'workOrder.archived', { archived: null }, saw(id, id)), undoes: id }]);
    expect(await rig.outcome(back)).toEqual([{ kind: 'applied' }]);
    expect(rig.body(JOB)['archived']?.v).toEqual({ archived: null });
  });

  it('[C-6, A-1] the log with undos in it verifies, and reads back as it was written', async () => {
    const first = findings(ana, 'dry');
    await rig.submit(first, undo(ana, idOfChange(first), { text: null }));
    const before = rig.storage.log(rig.org, 0 as never, 100);
    rig.reopen();
    expect(rig.storage.log(rig.org, 0 as never, 100)).toEqual(before);
  });
});
