import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Change } from '../../domain/change/change.ts';
import type { EditOutcome } from '../../domain/change/outcome.ts';
import type { RecordId } from '../../domain/ids.ts';
import { edit, saw } from '../../tests/support/edits.ts';
import { NORTH, ORG, PEOPLE, Rig, SCANNER, SOUTH } from '../../tests/support/hospital.ts';
import { idOfChange, recordOf, type Laptop } from '../../tests/support/laptop.ts';
import { onlyQuestion, sidesOn, type AskedQuestion } from '../../tests/support/questions.ts';

let rig: Rig;
let ana: Laptop;
let ben: Laptop;
let maria: Laptop;
beforeEach(async () => {
  rig = await new Rig().found();
  ana = rig.laptop('ana');
  ben = rig.laptop('ben');
  maria = rig.laptop('maria');
});
afterEach(() => rig.close());

const applied: readonly EditOutcome[] = [{ kind: 'applied' }];
const PUMP = { type: 'Infusion pump', manufacturer: 'Brugger', serial: 'IP-77 a' };

/** A device of that identity, at a site. */
function device(by: Laptop, identity: { [field: string]: string } = {}, site: RecordId = NORTH): Change {
  const change = by.change([edit(null, 'equipment.identity', { ...PUMP, ...identity })]);
  const [first] = change.edits;
  const place = edit(recordOf(change), 'equipment.place', { site, room: by.person });
  return { ...change, edits: [first!, { ...place, record: recordOf(change), saw: saw(null) }] };
}

async function made(by: Laptop, identity: { [field: string]: string } = {}, site: RecordId = NORTH): Promise<RecordId> {
  const change = device(by, identity, site);
  expect(await rig.outcome(change)).toEqual([...applied, ...applied]);
  return recordOf(change);
}

/** Both are one; gives the answer. */
async function say(what: 'same' | 'two', { id, list }: AskedQuestion, by = maria): Promise<Change> {
  const [two, same] = list.map((s) => s.writers[0] ?? '');
  const [chosen = '', lost = ''] = what === 'same' ? [same, two] : [two, same];
  const answer = by.change([edit(id, 'question.answer', { chosen, against: [lost], undoes: null, reason: null })]);
  expect(await rig.outcome(answer)).toEqual(applied);
  return answer;
}

async function undo(answer: Change, by = maria): Promise<void> {
  const taken = { chosen: null, against: null, undoes: idOfChange(answer), reason: null };
  expect(await rig.outcome(by.change([edit(answer.edits[0]!.record, 'question.answer', taken)]))).toEqual(applied);
}

const condition = (record: RecordId, state: string): ReturnType<typeof edit> =>
  edit(record, 'equipment.condition', { state });
const stateOf = (record: RecordId): unknown => rig.body(record)['condition']?.v['state'];

describe('[C-10] the same maker and serial number twice', () => {
  it('[C-10] opens one question on the later of the two, for the manager, with two options in words', async () => {
    const first = await made(ana);
    const second = await made(ben, { type: 'Pump' });
    expect(sidesOn(rig, first)).toEqual([]);
    const question = onlyQuestion(rig, second);
    expect(question).toMatchObject({ group: 'alias', reviewer: PEOPLE.maria, status: 'open' });
    expect(question.list.map((s) => [s.words, s.person, s.value['of']])).toEqual([
      ['two different devices', PEOPLE.ben, null],
      ['the same device, entered twice', PEOPLE.ana, first],
    ]);
    expect(rig.body(second)['alias']).toMatchObject({ v: { of: null }, q: question.id });
  });

  it.each([
    ['in capitals', { serial: 'ip-77 A', manufacturer: 'BRUGGER' }],
    ['with spaces around', { serial: '  IP-77  a ', manufacturer: ' Brugger' }],
    ['in full-width letters', { serial: 'ＩＰ-77 a' }],
  ])('[C-10] written %s is the same', async (_how, identity) => {
    await made(ana);
    expect(sidesOn(rig, await made(ben, identity))).toHaveLength(1);
  });

  it.each([
    ['of another maker', { manufacturer: 'Brugger & Co' }, {}],
    ['without a serial number', { serial: '' }, { serial: '' }],
    ['where the serial number says that nobody knows it', { serial: 'N/A' }, { serial: 'n/a' }],
    ['where it is made of dashes', { serial: '--' }, { serial: '--' }],
    ['where it is made of zeros', { serial: '0000' }, { serial: '0000' }],
  ])('[C-10] a device %s is another', async (_how, one, other) => {
    await made(ana, one);
    expect(sidesOn(rig, await made(ben, other))).toEqual([]);
  });

  it('[C-10] made in one commit, and one that is edited into the name of another, are asked about too', async () => {
    const [first, second] = [device(ana), device(ben)];
    await rig.submit(first, second);
    expect(sidesOn(rig, recordOf(second))).toHaveLength(1);
    const third = await made(ben, { serial: '1' });
    const identity = rig.body(third)['identity'];
    await rig.outcome(ben.change([edit(third, 'equipment.identity', { serial: 'IP-77 A' }, saw(identity!.w[0]!))]));
    expect(onlyQuestion(rig, third).list[1]?.value['of']).toBe(recordOf(first));
  });

  it('[C-10] one that has no place yet is asked about when it gets one, and then says who made the other', async () => {
    await made(ana);
    const create = ben.change([edit(null, 'equipment.identity', PUMP)]);
    await rig.outcome(create);
    const second = recordOf(create);
    expect(sidesOn(rig, second)).toEqual([]);
    await rig.outcome(ben.change([edit(second, 'equipment.place', { site: NORTH })]));
    expect(onlyQuestion(rig, second).list.map((s) => s.person)).toEqual([PEOPLE.ben, PEOPLE.ana]);
  });

  it('[C-10] a question goes to the older one’s rival also where the older one is edited into the name', async () => {
    const old = await made(ana, { serial: '1' });
    const young = await made(ben);
    const writer = rig.body(old)['identity']!.w[0]!;
    await rig.outcome(ana.change([edit(old, 'equipment.identity', { serial: 'IP-77 a' }, saw(writer))]));
    expect(onlyQuestion(rig, young).list[1]?.value['of']).toBe(old);
    expect(sidesOn(rig, old)).toEqual([]);
  });

  it('[C-10] is asked once per pair, however often its identity is written again', async () => {
    await made(ana);
    const second = await made(ben);
    await say('two', onlyQuestion(rig, second));
    for (const assetTag of ['T1', 'T2']) {
      const writer = rig.body(second)['identity']!.w[0]!;
      await rig.outcome(ben.change([edit(second, 'equipment.identity', { assetTag }, saw(writer))]));
    }
    expect(onlyQuestion(rig, second).status).toBe('answered');
  });

  it('[C-10] under another name the same pair is another question', async () => {
    const ids = [await made(ana), await made(ben)];
    await say('two', onlyQuestion(rig, ids[1]!));
    for (const id of ids) {
      const writer = rig.body(id)['identity']!.w[0]!;
      await rig.outcome(ben.change([edit(id, 'equipment.identity', { serial: 'X-1' }, saw(writer))]));
    }
    expect(sidesOn(rig, ids[1]!).map((q) => q.status)).toEqual(['answered', 'open']);
  });

  it('[C-10] three of one name are asked about pair by pair, one question at a time', async () => {
    const [a, b, c] = [await made(ana), await made(ben), await made(ana)];
    expect([a, b, c].map((id) => sidesOn(rig, id).length)).toEqual([0, 1, 1]);
    await say('two', onlyQuestion(rig, b));
    await say('two', onlyQuestion(rig, c));
    expect(sidesOn(rig, c).map((q) => q.list[1]?.value['of'])).toEqual([a, b]);
    expect(sidesOn(rig, c)[1]).toMatchObject({ status: 'open', reviewer: PEOPLE.maria });
    await say('two', sidesOn(rig, c)[1]!);
    expect([a, b, c].flatMap((id) => sidesOn(rig, id)).filter((q) => q.status === 'open')).toEqual([]);
  });

  it('[C-10] one that is archived is nobody’s double, until it is brought back', async () => {
    const first = await made(ana);
    const archive = ana.change([edit(first, 'equipment.archived', { archived: true })]);
    await rig.outcome(archive);
    const second = await made(ben);
    expect(sidesOn(rig, second)).toEqual([]);
    await rig.outcome(ana.change([edit(first, 'equipment.archived', { archived: false }, saw(idOfChange(archive)))]));
    expect(sidesOn(rig, second)).toHaveLength(1);
  });

  it('[C-10, H-1] of one at another site the question says that it is there, not who made it or when', async () => {
    const first = await made(rig.laptop('cid'), {}, SOUTH);
    rig.now += 3_600_000;
    const second = await made(ben);
    const [, same] = onlyQuestion(rig, second).list;
    const text = JSON.stringify({ ...same, value: null });
    expect(same).toMatchObject({ person: PEOPLE.ben, madeAt: rig.now, receivedAt: rig.now, device: 0 });
    expect(text).not.toContain(PEOPLE.cid);
    expect(same?.value).toEqual({ of: first, name: 'brugger\nip-77 a' });
  });

  it('[C-10, H-1] only an answer says so: nobody can write it, in no role', async () => {
    const second = await made(ben);
    for (const who of ['ana', 'lena', 'maria', 'admin'] as const) {
      const claim = rig.laptop(who).change([edit(second, 'equipment.alias', { of: SCANNER })]);
      expect(await rig.outcome(claim)).toMatchObject([{ kind: 'refused', code: 'notAllowed' }]);
    }
  });
});

describe('[C-10] answered: the same one', () => {
  let first: RecordId;
  let second: RecordId;
  let answer: Change;
  beforeEach(async () => {
    first = await made(ana);
    second = await made(ben);
    answer = await say('same', onlyQuestion(rig, second));
  });

  it('[C-10] writes an alias, and the other record hangs on the one that stays', () => {
    expect(rig.body(second)['alias']?.v).toMatchObject({ of: first });
    expect(rig.row(second)).toMatchObject({ parent: first, site: NORTH });
    expect(rig.body(second)['identity']?.v).toMatchObject(PUMP);
  });

  it('[C-10] later edits to either follow it, each judged by what stands there', async () => {
    const edits = ben.change([condition(second, 'restricted')]);
    expect(await rig.outcome(edits)).toEqual(applied);
    expect([stateOf(first), stateOf(second)]).toEqual(['restricted', undefined]);
    expect(rig.row(second)?.pos).toBeGreaterThanOrEqual(rig.row(first)!.pos);
    expect(await rig.outcome(rig.laptop('lena').change([condition(second, 'restricted')]))).toEqual(applied);
    expect(rig.body(first)['condition']?.w).toHaveLength(2);
    const other = rig.laptop('lena').change([condition(second, 'outOfService')]);
    expect(await rig.outcome(other)).toMatchObject([{ kind: 'conflict' }]);
    expect(onlyQuestion(rig, first).list.map((s) => s.value['state'])).toEqual(['restricted', 'outOfService']);
  });

  it('[C-10, SAVE-5] what builds on an edit that went there is clean, and a patch keeps what it saw', async () => {
    const one = ben.change([edit(second, 'equipment.condition', { state: 'restricted', reason: 'door' })]);
    const two = ben.change([edit(second, 'equipment.condition', { state: 'inService' }, saw(idOfChange(one)))]);
    expect((await rig.submit(one, two)).map((o) => o.edits)).toEqual([applied, applied]);
    expect(rig.body(first)['condition']?.v).toEqual({ state: 'inService', reason: 'door' });
  });

  it('[C-10] the log says which one its author named', async () => {
    await rig.outcome(ben.change([condition(second, 'restricted')]));
    const entry = rig.storage.log(ORG, 0 as never, 1_000).find((e) => e.edits[0]?.group === 'condition');
    expect(entry?.edits).toMatchObject([{ record: first, named: second, value: { state: 'restricted' } }]);
  });

  it('[C-10] one change that writes the same group of both is kept whole', async () => {
    const both = ben.change([condition(second, 'restricted'), condition(first, 'inService')]);
    expect(await rig.outcome(both)).toEqual([...applied, ...applied]);
    expect([stateOf(first), stateOf(second)]).toEqual(['inService', 'restricted']);
  });

  it('[C-10, C-8] what is added below either counts for whoever archives the one', async () => {
    const job = ben.change([edit(null, 'workOrder.request', { title: 'leak', equipment: second })]);
    expect(await rig.outcome(job)).toEqual(applied);
    const groups = Object.fromEntries(Object.entries(rig.body(first)).map(([g, cell]) => [g, cell.w[0] ?? null]));
    const sketch = edit(first, 'equipment.archived', { archived: true });
    const blind = ana.change([{ ...sketch, archive: { groups, children: [] } }]);
    expect(await rig.outcome(blind)).toMatchObject([{ kind: 'conflict' }]);
  });

  it('[C-10, C-8] work below the other one is asked about when the one was archived unseen', async () => {
    await rig.outcome(ana.change([edit(first, 'equipment.archived', { archived: true })]));
    const job = ben.change([edit(null, 'workOrder.request', { title: 'leak', equipment: second })]);
    expect(await rig.outcome(job)).toMatchObject([{ kind: 'conflict' }]);
  });

  it('[C-10, C-6] undo takes the alias away; what was written meanwhile stays where it was written', async () => {
    await rig.outcome(ben.change([condition(second, 'restricted')]));
    await undo(answer);
    expect(rig.body(second)['alias']).toMatchObject({ v: { of: null }, q: onlyQuestion(rig, second).id });
    expect(rig.row(second)?.parent).toBeNull();
    expect(await rig.outcome(ben.change([condition(second, 'outOfService')]))).toEqual(applied);
    expect([stateOf(first), stateOf(second)]).toEqual(['restricted', 'outOfService']);
    await say('two', onlyQuestion(rig, second));
    expect(await rig.outcome(ben.change([condition(second, 'outOfService')]))).toEqual(applied);
  });

  it('[C-10] a third of that name is asked about against the one that stays', async () => {
    const third = await made(ben);
    expect(onlyQuestion(rig, third).list[1]?.value['of']).toBe(first);
  });

  it('[C-10] an edit follows a chain to its end', async () => {
    await undo(answer);
    const two = await say('two', onlyQuestion(rig, second));
    const third = await made(ben);
    await say('two', onlyQuestion(rig, third));
    await say('same', sidesOn(rig, third)[1]!);
    await undo(two);
    await say('same', onlyQuestion(rig, second));
    await rig.outcome(ben.change([condition(third, 'restricted')]));
    expect([first, second, third].map(stateOf)).toEqual(['restricted', undefined, undefined]);
  });
});
