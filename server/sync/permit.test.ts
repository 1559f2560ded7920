import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { recordId } from '../../domain/ids.ts';
import { edit, saw, type Sketch } from '../../tests/support/edits.ts';
import {
  JOB,
  JOB_MADE_BY,
  NORTH,
  ORG,
  PEOPLE,
  PUMP,
  PUMP_JOB,
  Rig,
  SCANNER,
  SOUTH,
  importedBy,
} from '../../tests/support/hospital.ts';
import { idOfChange, recordOf, type Laptop } from '../../tests/support/laptop.ts';

let rig: Rig;
let ana: Laptop;
beforeEach(async () => {
  rig = await new Rig().found();
  ana = rig.laptop('ana');
});
afterEach(() => rig.close());

const fine = (): Sketch => edit(JOB, 'workOrder.findings', { text: 'dry' });
const refusals: readonly (readonly [string, string, () => readonly Sketch[]])[] = [
  ['an unknown collection', 'unknownCollection', () => [edit(null, 'spaceship.entry', {})]],
  ['a collection by an inherited name', 'unknownCollection', () => [edit(null, 'constructor.entry', {})]],
  ['a group by an inherited name', 'unknownGroup', () => [edit(JOB, 'workOrder.toString', {})]],
  [
    'a job at a foreign device, whatever site it names',
    'notAllowed',
    () => [edit(null, 'workOrder.request', { title: 'x', equipment: PUMP, site: NORTH })],
  ],
  [
    'a job of no site, for everybody to see',
    'notAllowed',
    () => [edit(null, 'workOrder.request', { title: 'x', equipment: null, site: null })],
  ],
  [
    'a note that hangs on a person',
    'wrongShape',
    () => [edit(null, 'note.entry', { workOrder: PEOPLE.ana, text: 'x' })],
  ],
  ['an unknown group', 'unknownGroup', () => [edit(JOB, 'workOrder.warp', {})]],
  ['an unknown field', 'wrongShape', () => [edit(JOB, 'workOrder.findings', { colour: 'red' })]],
  ['a value of the wrong kind', 'wrongShape', () => [edit(JOB, 'workOrder.findings', { text: 7 })]],
  ['a text that is too long', 'wrongShape', () => [edit(JOB, 'workOrder.findings', { text: 'x'.repeat(20_001) })]],
  ['a missing field', 'wrongShape', () => [edit(null, 'note.entry', { workOrder: JOB })]],
  ['a parent that is no record', 'wrongShape', () => [edit(null, 'note.entry', { workOrder: 'garbage', text: 'x' })]],
  ['a record of another kind', 'wrongShape', () => [edit(JOB, 'note.entry', { text: 'x' })]],
  [
    'one record of two kinds',
    'wrongShape',
    () => [
      edit(null, 'note.entry', { workOrder: JOB, text: 'x' }),
      edit(recordId(ana.device, 1, ana.seq + 1, 0), 'partLine.archived', { archived: true }),
    ],
  ],
  ['a group twice in one change', 'wrongShape', () => [fine(), fine()]],
  [
    'a record that begins in the middle',
    'wrongShape',
    () => [edit(null, 'equipment.condition', { state: 'inService' })],
  ],
  [
    'a record of the server’s own that is not there',
    'noSuchRecord',
    () => [edit(recordId(0, 1, 99, 0), 'note.archived', { archived: true })],
  ],
  [
    'an answer to no question',
    'noSuchRecord',
    () => [edit(recordId(0, 1, 99, 0), 'question.answer', { chosen: null })],
  ],
  ['a question of one’s own', 'notAQuestion', () => [edit(null, 'question.state', { status: 'answered' })]],
  [
    'a role that may not',
    'notAllowed',
    () => [edit(PEOPLE.ben, 'person.identity', { role: 'admin' }, saw(importedBy(3)))],
  ],
  ['a site that the laptop never had', 'notAllowed', () => [edit(PUMP_JOB, 'workOrder.findings', { text: 'x' })]],
  [
    'a new record under a foreign site',
    'notAllowed',
    () => [edit(null, 'workOrder.request', { title: 'x', equipment: PUMP, site: SOUTH })],
  ],
  [
    'a move to a foreign site',
    'notAllowed',
    () => [edit(SCANNER, 'equipment.place', { site: SOUTH }, saw(importedBy(9)))],
  ],
];

describe('[W-10, H-1] what is refused', () => {
  it.each(refusals)('[W-10] %s, in words, with nothing half applied', async (_what, code, sketch) => {
    const before = rig.storage.digests(ORG);
    const wrong = ana.change([...sketch()]);
    for (const refused of await rig.outcome(wrong)) {
      expect(refused).toMatchObject({ kind: 'refused', code, words: expect.stringMatching(/\w/) as string });
    }
    expect(rig.storage.digests(ORG)).toEqual(before);
  });

  it.each(refusals)(
    '[W-10, Q-2] %s: a good edit beside it in the same change is not taken, one in another change is',
    async (_what, _code, sketch) => {
      const mixed = ana.change([edit(SCANNER, 'equipment.condition', { state: 'restricted' }), ...sketch()]);
      const good = ana.change([fine()]);
      const [bad, taken] = await rig.submit(mixed, good);
      expect(bad?.edits.every((e) => e.kind === 'refused')).toBe(true);
      expect(taken?.edits).toEqual([{ kind: 'applied' }]);
      expect(rig.body(SCANNER)['condition']).toBeUndefined();
    },
  );

  it('[W-10] somebody else’s name, and a role that was never leased', async () => {
    for (const forged of [{ author: PEOPLE.ben }, { role: 'manager' }] as const) {
      expect(await rig.outcome(ana.change([fine()], forged))).toMatchObject([{ kind: 'refused', code: 'notAllowed' }]);
    }
    expect(await rig.outcome(ana.change([fine()], { device: 999 as never }))).toMatchObject([
      { kind: 'refused', code: 'notYourDevice' },
    ]);
  });

  it('[W-10, Q-5] replacing what is another laptop’s', async () => {
    const ben = rig.laptop('ben');
    const theirs = ben.change([edit(null, 'note.entry', { workOrder: JOB, text: 'mine' })]);
    const steal = ana.change([edit(recordOf(theirs), 'note.entry', { workOrder: JOB, text: 'stolen' })], {
      replaces: [idOfChange(theirs)],
    });
    expect(await rig.outcome(steal)).toMatchObject([{ kind: 'refused', code: 'notYourDevice' }]);
    expect(await rig.outcome(theirs)).toEqual([{ kind: 'applied' }]);
    expect(
      await rig.outcome(
        ben.change([edit(recordOf(theirs), 'note.entry', { text: 'other' })], { replaces: [idOfChange(theirs)] }),
      ),
    ).toMatchObject([{ kind: 'refused', code: 'appendOnly' }]);
  });

  it('[W-10] one that breaks the server’s own rules costs nobody else their batch', async () => {
    const ben = rig.laptop('ben');
    const seq = 99_999_999_999;
    const poison = ana.change([fine()], { seq: seq as never, save: `${ana.device}.1.${seq}` as never });
    const [theirs, good] = await Promise.allSettled([
      rig.submit(poison, ana.change([edit(JOB, 'workOrder.findings', { text: 'on top' })])),
      rig.submit(ben.change([edit(JOB, 'workOrder.parts', { declared: 'none' })])),
    ]);
    expect(theirs.status).toBe('rejected');
    expect(good).toMatchObject({ status: 'fulfilled', value: [{ edits: [{ kind: 'applied' }] }] });
  });
});

describe('[H-1, Q-7] rights', () => {
  it('[Q-7] work on a site that the laptop once had is still taken', async () => {
    rig.storage.directory.setView(ORG, ana.device, [SOUTH], rig.storage.head(ORG).position);
    expect(await rig.outcome(ana.change([fine()]))).toEqual([{ kind: 'applied' }]);
    expect(await rig.outcome(ana.change([edit(PUMP_JOB, 'workOrder.findings', { text: 'x' })]))).toEqual([
      { kind: 'applied' },
    ]);
  });

  it('[Q-7] work made under a lease is taken after the role has changed', async () => {
    const lena = rig.laptop('lena');
    const account = rig.storage.directory.account(ORG, PEOPLE.lena);
    if (account) rig.storage.directory.putAccount(ORG, { ...account, role: 'technician' });
    const made = lena.change([edit(JOB, 'workOrder.request', { priority: 'low' }, saw(JOB_MADE_BY))]);
    expect(await rig.outcome(made)).toEqual([{ kind: 'applied' }]);
    expect(rig.body(JOB)['request']?.v['site']).toBe(NORTH);
  });
});
