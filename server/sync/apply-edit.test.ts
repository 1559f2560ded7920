import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { edit, saw } from '../../tests/support/edits.ts';
import { JOB, JOB_MADE_BY, NORTH, PEOPLE, Rig, SCANNER } from '../../tests/support/hospital.ts';
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

const findings = (text: string, seen = saw(null)) => edit(JOB, 'workOrder.findings', { text }, seen);
const applied = [{ kind: 'applied' }];

describe('[C-1] an edit that saw a canonical writer', () => {
  it('[C-1] replaces the value and becomes the writer', async () => {
    const first = ana.change([findings('dry')]);
    await rig.submit(first);
    const second = ben.change([findings('wet', saw(idOfChange(first)))]);
    expect(await rig.outcome(second)).toEqual(applied);
    expect(rig.body(JOB)['findings']).toMatchObject({ v: { text: 'wet' }, w: [idOfChange(second)] });
  });

  it('[C-1] may have seen any writer of the set', async () => {
    const first = ana.change([findings('dry')]);
    const same = ben.change([findings('dry')]);
    await rig.submit(first, same);
    expect(await rig.outcome(ana.change([findings('wet', saw(idOfChange(same)))]))).toEqual(applied);
  });

  it('[C-1] leaves the fields that it does not name', async () => {
    const wider = ana.change([edit(JOB, 'workOrder.request', { priority: 'urgent' }, saw(JOB_MADE_BY))]);
    expect(await rig.outcome(wider)).toEqual(applied);
    expect(rig.body(JOB)['request']?.v).toEqual({
      title: 'artefact',
      equipment: SCANNER,
      site: NORTH,
      priority: 'urgent',
    });
  });
});

describe('[C-2] not seen but equal', () => {
  it.each(['ana first', 'ben first'])('[C-2] joins the writer set, %s', async (order) => {
    const changes = [ana.change([findings('dry')]), ben.change([findings('dry')])];
    if (order === 'ben first') changes.reverse();
    for (const change of changes) expect(await rig.outcome(change)).toEqual(applied);
    expect(rig.body(JOB)['findings']?.w).toEqual(changes.map(idOfChange));
    expect(sidesOn(rig, JOB)).toEqual([]);
  });

  it('[C-2] takes a field that was cleared for one that was never written', async () => {
    await rig.submit(ana.change([edit(JOB, 'workOrder.progress', { status: 'done', started: null })]));
    expect(await rig.outcome(ben.change([edit(JOB, 'workOrder.progress', { status: 'done' })]))).toEqual(applied);
    expect(rig.body(JOB)['progress']?.w).toHaveLength(2);
  });
});

describe('[C-3] the policy decides', () => {
  it('[C-3] append: rows of two people both stand', async () => {
    const line = (name: string) => edit(null, 'partLine.entry', { workOrder: JOB, name, quantity: 1 });
    const mine = ana.change([line('coil')]);
    const theirs = ben.change([line('coil')]);
    expect((await rig.submit(mine, theirs)).map((o) => o.edits)).toEqual([applied, applied]);
    expect(rig.body(recordOf(mine))['entry']?.v).toEqual(rig.body(recordOf(theirs))['entry']?.v);
  });

  it('[C-3] append: a row that stands cannot be altered', async () => {
    const mine = ana.change([edit(null, 'note.entry', { workOrder: JOB, text: 'dry' })]);
    await rig.submit(mine);
    const alter = ben.change([edit(recordOf(mine), 'note.entry', { text: 'wet' }, saw(idOfChange(mine)))]);
    expect(await rig.outcome(alter)).toMatchObject([{ kind: 'refused', code: 'appendOnly' }]);
  });

  it('[C-3] office: the lead wins, whoever comes first, and the other value is kept and told', async () => {
    for (const order of ['technician first', 'lead first']) {
      const own = await new Rig().found();
      const tech = own.laptop('ana').change([edit(JOB, 'workOrder.assignment', { scheduled: 1_000 })]);
      const lead = own.laptop('lena').change([edit(JOB, 'workOrder.assignment', { scheduled: 2_000 })]);
      const changes = order === 'lead first' ? [lead, tech] : [tech, lead];
      for (const change of changes) await own.submit(change);
      const cell = own.body(JOB)['assignment'];
      expect(cell?.v).toEqual({ scheduled: 2_000 });
      expect(cell?.x).toEqual({ author: PEOPLE.ana, by: PEOPLE.lena, rule: 'office', writer: idOfChange(tech) });
      expect(await own.outcome(tech)).toEqual([{ kind: 'superseded', rule: 'office', by: PEOPLE.lena }]);
      expect(await own.outcome(lead)).toEqual(applied);
      const aside = own.storage.log(own.org, 0 as never, 100).filter((e) => e.kind === 'aside');
      expect(aside.map((e) => e.edits[0]?.value)).toEqual([{ scheduled: 1_000 }]);
      own.close();
    }
  });

  it('[C-3] field: the technician on site wins over the office', async () => {
    const item = ana.change([edit(null, 'checklistItem.entry', { workOrder: JOB, label: 'brake', order: 1 })]);
    await rig.submit(item);
    const lead = rig.laptop('lena').change([edit(recordOf(item), 'checklistItem.result', { result: 'na' })]);
    const tech = ben.change([edit(recordOf(item), 'checklistItem.result', { result: 'fail' })]);
    await rig.submit(lead, tech);
    expect(rig.body(recordOf(item))['result']?.v).toEqual({ result: 'fail' });
    expect(await rig.outcome(lead)).toEqual([{ kind: 'superseded', rule: 'field', by: PEOPLE.ben }]);
  });

  it.each([
    ['workOrder.assignment', { technician: PEOPLE.ana }, { technician: PEOPLE.ben }],
    ['workOrder.request', { title: 'one' }, { title: 'two' }],
  ] as const)('[C-3] equal ranks go to review: %s', async (path, one, two) => {
    const group = path.slice(path.indexOf('.') + 1);
    await rig.submit(ana.change([edit(JOB, path, one, saw(rig.body(JOB)[group]?.w[0] ?? null))]));
    expect(
      await rig.outcome(ben.change([edit(JOB, path, two, saw(group === 'request' ? JOB_MADE_BY : null))])),
    ).toMatchObject([{ kind: 'conflict' }]);
    expect(onlyQuestion(rig, JOB).list).toHaveLength(2);
  });

  it('[C-3] latest: the later logical time wins in both orders of arrival', async () => {
    const pref = ana.change([edit(null, 'preference.setting', { key: 'theme', value: 'light' })]);
    await rig.submit(pref);
    const set = (laptop: Laptop, value: string, later: number) =>
      laptop.change([edit(recordOf(pref), 'preference.setting', { key: 'theme', value })], {
        hlc: (pref.hlc + later) as never,
      });
    const late = set(ben, 'dark', 50);
    const early = set(ana, 'sunlight', 20);
    expect(await rig.outcome(late)).toEqual(applied);
    expect(await rig.outcome(early)).toEqual([{ kind: 'superseded', rule: 'latest', by: PEOPLE.ben }]);
    expect(rig.body(recordOf(pref))['setting']?.v).toMatchObject({ value: 'dark' });
    const latest = set(ana, 'system', 90);
    expect(await rig.outcome(latest)).toEqual(applied);
    expect(rig.body(recordOf(pref))['setting']?.v).toMatchObject({ value: 'system' });
  });

  it('[C-3] ranks come from the lease that the change was made under, not from what it claims', async () => {
    const forged = ana.change([edit(JOB, 'workOrder.assignment', { scheduled: 1 })], { role: 'lead' });
    expect(await rig.outcome(forged)).toMatchObject([{ kind: 'refused', code: 'notAllowed' }]);
    expect(rig.body(JOB)['assignment']).toBeUndefined();
  });
});

describe('[C-4] review', () => {
  it.each(['ana first', 'ben first'])(
    '[C-4] the first stays canonical and a question opens for the manager, %s',
    async (order) => {
      const none = ana.change([edit(JOB, 'workOrder.parts', { declared: 'none' })]);
      const some = ben.change([edit(JOB, 'workOrder.parts', { declared: 'some' })]);
      const [first, second] = order === 'ana first' ? [none, some] : [some, none];
      expect(await rig.outcome(first)).toEqual(applied);
      expect(await rig.outcome(second)).toMatchObject([{ kind: 'conflict' }]);
      expect(rig.body(JOB)['parts']).toMatchObject({ v: first.edits[0]?.set, w: [idOfChange(first)] });
      const [sides] = sidesOn(rig, JOB);
      expect(sides?.reviewer).toBe(PEOPLE.maria);
      expect(sides?.list.map((s) => s.writers)).toEqual([[idOfChange(first)], [idOfChange(second)]]);
      expect(sides?.list.map((s) => s.person)).toEqual([first.author, second.author]);
    },
  );

  it('[C-4] other groups of the same record and save are not held up', async () => {
    await rig.submit(ana.change([edit(JOB, 'workOrder.parts', { declared: 'none' })]));
    const both = ben.change([edit(JOB, 'workOrder.parts', { declared: 'some' }), findings('dry')]);
    expect(await rig.outcome(both)).toMatchObject([{ kind: 'conflict' }, { kind: 'applied' }]);
    expect(rig.body(JOB)['findings']?.v).toEqual({ text: 'dry' });
  });

  it('[C-4] goes to a lead where the site has no manager, and to an admin where it has neither', async () => {
    const { directory } = rig.storage;
    const disable = (who: 'maria' | 'lena'): void => {
      const account = directory.account(rig.org, PEOPLE[who]);
      if (account) directory.putAccount(rig.org, { ...account, disabledAt: 1 });
    };
    disable('maria');
    await rig.submit(ana.change([findings('dry')]), ben.change([findings('wet')]));
    disable('lena');
    await rig.submit(
      ana.change([edit(JOB, 'workOrder.parts', { declared: 'none' })]),
      ben.change([edit(JOB, 'workOrder.parts', { declared: 'some' })]),
    );
    expect(sidesOn(rig, JOB).map((s) => [s.group, s.reviewer])).toEqual([
      ['findings', PEOPLE.lena],
      ['parts', PEOPLE.admin],
    ]);
  });
});
