/** Two laptops in a cellar enter the same device (C-10): over real sockets, from the saves to the undo. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RecordId } from '../../../domain/ids.ts';
import { answer, undoAnswer } from '../../../main/verbs/save.ts';
import type { ViewContext } from '../../../main/views/context.ts';
import { equipmentSearch } from '../../../main/views/equipment-search.ts';
import { equipmentView } from '../../../main/views/equipment-view.ts';
import { question as questionView } from '../../../main/views/questions.ts';
import type { EquipmentRow } from '../../../protocol/ipc/views.ts';
import type { TestConsole } from '../../support/console.ts';
import { NORTH, PEOPLE, SOUTH } from '../../support/hospital.ts';
import { onlyQuestion, type AskedQuestion } from '../../support/questions.ts';
import { Team } from '../../support/team.ts';

let team: Team;
let ana: TestConsole;
let ben: TestConsole;
let maria: TestConsole;
beforeEach(async () => {
  team = await new Team().start();
  [ana, ben, maria] = await Promise.all([team.join('ana'), team.join('ben'), team.join('maria')]);
});
afterEach(() => team.close());

function enter(by: TestConsole, serial: string, site: RecordId = NORTH): RecordId {
  const identity = { type: 'Infusion pump', manufacturer: 'Brugger', serial };
  const device = by.save(null, 'equipment.identity', identity).records[0]!;
  by.save(device, 'equipment.place', { site, room: by.who });
  return device;
}

/** Both enter it offline, and come back one after the other. */
async function enteredTwice(): Promise<readonly [RecordId, RecordId]> {
  for (const c of [ana, ben]) c.engine.switchOff();
  const ids = [enter(ana, 'IP-77'), enter(ben, 'ip-77 ')] as const;
  for (const c of [ana, ben]) {
    c.engine.switchOn();
    await team.settled(c);
  }
  await team.settled();
  return ids;
}

async function say(kept: 0 | 1, { id, list }: AskedQuestion): Promise<void> {
  const sides = [list[kept]!, list[1 - kept]!].map((s) => s.writers[0]!);
  answer(maria.replica, maria.author(), { question: id, side: sides[0]!, against: [sides[1]!], reason: 'one plate' });
  maria.engine.wake();
  await team.settled();
}

function viewOf(by: TestConsole): ViewContext {
  const more = { canLeave: true, sendingSince: () => null, vouchedTo: null, now: Date.now(), offset: 0 };
  return { replica: by.replica, ...by.author(), ...more };
}

function found(by: TestConsole): readonly EquipmentRow[] {
  return equipmentSearch(viewOf(by), { text: 'ip-77', site: null, offset: 0, limit: 9 }).rows;
}

const state = (c: TestConsole, id: RecordId): unknown => c.shown(id)['condition']?.v['state'];

describe('[C-10] the same device, entered by two people offline', () => {
  it('[C-10, W-8] is one question; both records are on every laptop until it is answered', async () => {
    const [first, second] = await enteredTwice();
    const question = onlyQuestion(team.rig, second);
    expect(question).toMatchObject({ group: 'alias', reviewer: PEOPLE.maria });
    const view = questionView(viewOf(maria), question.id);
    expect(view?.sides.map((s) => [s.words, s.person])).toEqual([
      ['Two different devices', 'Ben'],
      ['The same device, entered twice', 'Ana'],
    ]);
    for (const c of [ana, ben, maria]) {
      expect([first, second].map((id) => equipmentView(viewOf(c), id)?.entries.asked)).toEqual([
        question.id,
        question.id,
      ]);
      expect(found(c)).toHaveLength(2);
    }
  });

  it('[C-10, W-6] answered “the same”, later edits to either follow, settle on the laptop of their author, and stay after the undo', async () => {
    const [first, second] = await enteredTwice();
    const question = onlyQuestion(team.rig, second);
    ben.engine.switchOff();
    const offline = ben.save(second, 'equipment.condition', { state: 'restricted', reason: 'door' });
    const more = ben.save(second, 'equipment.condition', { state: 'outOfService' });
    await team.settled(maria);
    const sides = question.list.map((s) => s.writers[0]!);
    answer(maria.replica, maria.author(), { question: question.id, side: sides[1]!, against: [sides[0]!], reason: '' });
    maria.engine.wake();
    await team.settled(ana, maria);
    ben.engine.switchOn();
    await team.settled();
    for (const c of [ana, ben, maria]) {
      expect(c.shown(first)['condition']?.v).toEqual({ state: 'outOfService', reason: 'door' });
      expect(state(c, second)).toBeUndefined();
      expect(equipmentView(viewOf(c), second)?.entries.keptAs?.id).toBe(first);
      expect(found(c).map((r) => r.id)).toEqual([first]);
    }
    for (const change of [...offline.changes, ...more.changes]) expect(ben.state(change)).toBe('settled');
    expect(equipmentView(viewOf(ben), first)?.equipment.label.kind).toBe('synced');

    const taken = onlyQuestion(team.rig, second).state.answer!;
    undoAnswer(maria.replica, maria.author(), { question: question.id, answer: taken });
    maria.engine.wake();
    await team.settled();
    ana.save(second, 'equipment.condition', { state: 'inService' });
    await team.settled();
    expect([first, second].map((id) => state(ben, id))).toEqual(['outOfService', 'inService']);
    expect(onlyQuestion(team.rig, second).status).toBe('open');
  });

  it('[C-10, W-6] what two wrote about the same device under two names is asked about like any clash', async () => {
    const [first, second] = await enteredTwice();
    await say(1, onlyQuestion(team.rig, second));
    ben.engine.switchOff();
    ana.save(first, 'equipment.condition', { state: 'inService' });
    await team.settled(ana, maria);
    const late = ben.save(second, 'equipment.condition', { state: 'restricted' });
    ben.engine.switchOn();
    await team.settled();
    expect(ben.state(late.changes[0])).toBe('settled');
    expect(onlyQuestion(team.rig, first).list.map((s) => s.person)).toEqual([PEOPLE.ana, PEOPLE.ben]);
    expect(equipmentView(viewOf(ben), first)?.equipment.label.kind).toBe('theirQuestion');
  });

  it('[C-10, C-5] “two things” is remembered: their own pages, their own edits, and nobody is asked again', async () => {
    const [first, second] = await enteredTwice();
    await say(0, onlyQuestion(team.rig, second));
    ben.save(second, 'equipment.identity', { type: 'Pump' });
    ana.save(second, 'equipment.condition', { state: 'restricted' });
    await team.settled();
    expect([first, second].map((id) => state(maria, id))).toEqual([undefined, 'restricted']);
    expect(onlyQuestion(team.rig, second).status).toBe('answered');
  });

  it('[C-10, H-1] of one at another site no word comes to a laptop that may not see it, and its edits settle there too', async () => {
    const cid = await team.join('cid');
    const first = enter(cid, 'IP-77', SOUTH);
    await team.settled();
    const second = enter(ben, 'IP-77');
    await team.settled();
    const question = onlyQuestion(team.rig, second);
    const here = ana.replica.db.prepare<[], string>('SELECT body FROM record').pluck().all().join('\n');
    expect(here).not.toContain('"room":"cid"');
    expect(question.list.map((s) => s.person)).toEqual([PEOPLE.ben, PEOPLE.ben]);
    expect(ana.shown(first)).toEqual({});
    await say(1, question);
    const edit = ben.save(second, 'equipment.condition', { state: 'restricted' });
    await team.settled();
    expect(ben.state(edit.changes[0])).toBe('settled');
    expect(state(cid, first)).toBe('restricted');
    expect(equipmentView(viewOf(ben), second)?.entries.keptAs).toEqual({ id: null, words: '' });
    expect(found(ben)).toHaveLength(1);
  });
});
