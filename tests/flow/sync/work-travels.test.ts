import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { JOB, JOB_MADE_BY, NORTH, PEOPLE, SCANNER } from '../../support/hospital.ts';
import { onlyQuestion } from '../../support/questions.ts';
import { Team } from '../../support/team.ts';
import { until } from '../../support/wait.ts';
import { answer } from '../../../main/verbs/save.ts';

let team: Team;
beforeEach(async () => {
  team = await new Team().start();
});
afterEach(() => team.close());

describe('work travels', () => {
  it('[W-8, W-7] from one console to another, and both equal the server byte for byte', async () => {
    const [ana, ben, maria] = await Promise.all([team.join('ana'), team.join('ben'), team.join('maria')]);
    const saved = ana.save(JOB, 'workOrder.findings', { text: 'dry' });
    await team.settled();
    expect(ben?.shown(JOB)['findings']).toEqual({ v: { text: 'dry' }, w: saved.changes, p: team.head() });
    expect(maria?.shown(JOB)).toEqual(ben?.shown(JOB));
  });

  it('[Q-1, Q-4] what was saved offline leaves when the link is there, in order, and settles only when seen back', async () => {
    const ana = await team.join('ana');
    ana.engine.switchOff();
    const first = ana.save(null, 'workOrder.request', { title: 'new', equipment: SCANNER, site: NORTH });
    const job = first.records[0] ?? null;
    const second = ana.saveAll([
      [job, 'workOrder.findings', { text: 'dry' }],
      [job, 'workOrder.parts', { declared: 'none' }],
    ]);
    expect([...first.changes, ...second.changes].map((c) => ana.state(c))).toEqual(['queued', 'queued', 'queued']);
    ana.engine.switchOn();
    await team.settled();
    for (const c of [...first.changes, ...second.changes]) {
      expect(ana.state(c)).toBe('settled');
      expect(ana.change(c).position).toBeLessThanOrEqual(ana.replica.cursor());
    }
  });

  it('[C-4, C-5] a clash surfaces once, is answered by the manager, and everybody sees what was decided', async () => {
    const [ana, ben, maria] = await Promise.all([team.join('ana'), team.join('ben'), team.join('maria')]);
    ana.engine.switchOff();
    ben.engine.switchOff();
    const none = ana.save(JOB, 'workOrder.parts', { declared: 'none' });
    const line = ben.save(null, 'partLine.entry', { workOrder: JOB, name: 'coil', quantity: 3 });
    const some = ben.save(JOB, 'workOrder.parts', { declared: 'some' });
    ana.engine.switchOn();
    await team.settled(ana);
    ben.engine.switchOn();
    await team.settled();
    const question = onlyQuestion(team.rig, JOB);
    expect(ben.shown(JOB)['parts']).toMatchObject({ v: { declared: 'none' }, q: question.id });
    expect(question.list.map((s) => s.writers)).toEqual([none.changes, some.changes]);
    answer(maria.replica, maria.author(), {
      question: question.id,
      side: none.changes[0]!,
      against: [some.changes[0]!],
      reason: 'counted',
    });
    maria.engine.wake();
    await team.settled();
    expect(ben.shown(JOB)['parts']).toMatchObject({
      v: { declared: 'none' },
      x: { author: PEOPLE.ben, by: PEOPLE.maria, rule: 'answered' },
    });
    expect(ana.shown(line.records[0]!)['archived']?.v).toMatchObject({ archived: true });
  });

  it('[W-6, C-7] a third and a fourth opinion settle too', async () => {
    const names = ['ana', 'ben', 'lena', 'maria'] as const;
    const consoles = await Promise.all(names.map((who) => team.join(who)));
    for (const c of consoles) c.engine.switchOff();
    for (const c of consoles) c.save(JOB, 'workOrder.findings', { text: c.who === 'maria' ? 'ben' : c.who });
    for (const c of consoles) {
      c.engine.switchOn();
      await team.settled(c);
    }
    await team.settled();
    consoles[1]?.save(JOB, 'workOrder.findings', { text: 'more of it' });
    await team.settled();
    expect(onlyQuestion(team.rig, JOB).list.length).toBeGreaterThanOrEqual(3);
  });

  it('[C-3] a rule that kept another value says so to the author alone', async () => {
    const [ana, lena] = await Promise.all([team.join('ana'), team.join('lena')]);
    ana.engine.switchOff();
    const own = ana.save(JOB, 'workOrder.assignment', { scheduled: 1 });
    lena.save(JOB, 'workOrder.assignment', { scheduled: 2 });
    await team.settled(lena);
    ana.engine.switchOn();
    await team.settled();
    expect(JSON.parse(ana.change(own.changes[0]).outcome ?? '[]')).toEqual([
      { kind: 'superseded', rule: 'office', by: PEOPLE.lena },
    ]);
    expect(ana.shown(JOB)['assignment']).toMatchObject({ v: { scheduled: 2 }, x: { author: PEOPLE.ana } });
  });

  it('[W-11] every value survives: Unicode, large and small numbers, null and absent', async () => {
    const [ana, ben] = await Promise.all([team.join('ana'), team.join('ben')]);
    const texts = ['Zoë 🩺 “‘’” \u0000\u2028\ud7ff', 'line\nbreak\ttab\\"', '\u0001' + '0', '__proto__', '', ' '];
    const numbers = [0.1, -0, 1e-300, 1.797e308, -(2 ** 53) + 1, 2 ** 53 - 1, 5e-324];
    const notes = texts.map((text) => ana.save(null, 'note.entry', { workOrder: JOB, text: `.${text}` }).records[0]!);
    const readings = numbers.map(
      (value) => ana.save(null, 'reading.entry', { workOrder: JOB, quantity: 'dose', value, low: null }).records[0]!,
    );
    await team.settled();
    expect(notes.map((id) => ben.shown(id)['entry']?.v['text'])).toEqual(texts.map((t) => `.${t}`));
    const back = readings.map((id) => ben.shown(id)['entry']?.v);
    expect(back.map((v) => v?.['value'])).toEqual(numbers.map((n) => (n === 0 ? 0 : n)));
    expect(back.every((v) => v?.['low'] === null && !('high' in (v ?? {})))).toBe(true);
  });

  it('[SAVE-5, C-1] an edit on top of a colleague’s, seen, is clean; on top of an own pending one too', async () => {
    const [ana, ben] = await Promise.all([team.join('ana'), team.join('ben')]);
    ana.save(JOB, 'workOrder.findings', { text: 'dry' });
    await team.settled();
    ben.engine.switchOff();
    ben.save(JOB, 'workOrder.findings', { text: 'dry, cleaned' });
    const last = ben.save(JOB, 'workOrder.findings', { text: 'dry, cleaned, tested' });
    ben.engine.switchOn();
    await team.settled();
    expect(ana.shown(JOB)['findings']).toMatchObject({ v: { text: 'dry, cleaned, tested' }, w: last.changes });
    expect(ana.shown(JOB)['request']?.w).toEqual([JOB_MADE_BY]);
  });

  it('[W-3, Q-6] a server that is replaced in between loses nothing and takes nothing twice', async () => {
    const [ana, ben] = await Promise.all([team.join('ana'), team.join('ben')]);
    for (let i = 0; i < 40; i++) ana.save(null, 'note.entry', { workOrder: JOB, text: `n${i}` });
    await team.restart();
    for (let i = 0; i < 40; i++) ana.save(null, 'note.entry', { workOrder: JOB, text: `m${i}` });
    ana.engine.wake();
    ben.engine.wake();
    await team.settled();
    const notes = ben.replica.records.byParentIn.all(JOB, 'note');
    expect(notes).toHaveLength(80);
    await until(
      'the log holds each once',
      () =>
        team.rig.storage.log('mercy', 0 as never, 1_000).filter((e) => e.edits[0]?.collection === 'note').length === 80,
    );
  });
});
