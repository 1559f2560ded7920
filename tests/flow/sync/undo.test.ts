/** Undo of any change (C-6), through the verbs of the screens, here and at a real server. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RecordId } from '../../../domain/ids.ts';
import type { ConsoleCoreImpl } from '../../../main/console-core.ts';
import { ConsoleFault } from '../../../protocol/ipc/fault.ts';
import type { TestConsole } from '../../support/console.ts';
import { coreOf } from '../../support/core.ts';
import { JOB, PEOPLE } from '../../support/hospital.ts';
import { Team } from '../../support/team.ts';

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

const faultOf = (work: () => unknown): unknown => {
  try {
    return work();
  } catch (error) {
    return error instanceof ConsoleFault ? error.fault : error;
  }
};
const value = (console: TestConsole, group: string, id: RecordId = JOB): unknown => console.shown(id)[group]?.v;
const labelOf = (c: ConsoleCoreImpl): string | undefined => c.visit(JOB)?.job.groups['findings']?.label.text;

describe('[C-6] undo', () => {
  it('[C-6] of a whole save: every group as it was, what was created archived, and nothing lost from history', async () => {
    ana.save(JOB, 'workOrder.findings', { text: 'dry' });
    const saved = ana.saveAll([
      [JOB, 'workOrder.findings', { text: 'wet' }],
      [JOB, 'workOrder.parts', { declared: 'some' }],
      [null, 'partLine.entry', { workOrder: JOB, name: 'coil', quantity: 3 }],
    ]);
    const undone = core.undo({ change: saved.changes.at(-1)!, record: null });
    expect(undone.label.text).toMatch(/^Saved/);
    const line = saved.records[2]!;
    await team.settled();
    for (const c of [ana, ben]) {
      expect(value(c, 'findings')).toEqual({ text: 'dry' });
      expect(value(c, 'parts')).toEqual({ declared: null });
      expect(value(c, 'archived', line)).toMatchObject({ archived: true });
    }
    const history = await core.history(JOB);
    expect(history?.entries.map((e) => e.after)).toEqual(expect.arrayContaining(['dry', 'wet']));
    expect(history?.entries.map((e) => e.became)).toContain('Took the value before it back');
  });

  it('[C-6] offline, before it was ever sent: both travel, in order, and an undo of the undo as well', async () => {
    ana.engine.switchOff();
    const saved = ana.save(JOB, 'workOrder.findings', { text: 'dry' });
    const undone = core.undo({ change: saved.changes[0]!, record: null });
    expect(value(ana, 'findings')).toEqual({ text: null });
    core.undo({ change: undone.changes[0]!, record: null });
    expect(value(ana, 'findings')).toEqual({ text: 'dry' });
    ana.engine.switchOn();
    await team.settled();
    expect(value(ben, 'findings')).toEqual({ text: 'dry' });
  });

  it('[C-6] is refused here when something else stands by now, and changes nothing', async () => {
    const saved = ana.save(JOB, 'workOrder.findings', { text: 'dry' });
    await team.settled();
    ben.save(JOB, 'workOrder.findings', { text: 'wet' });
    await team.settled();
    const made = core.sync().ledger.made;
    expect(faultOf(() => core.undo({ change: saved.changes[0]!, record: null }))).toMatchObject({
      kind: 'notAllowed',
      words: expect.stringMatching(/^Findings: something else stands there/) as string,
    });
    expect(core.sync().ledger.made).toBe(made);
  });

  it('[C-6] that comes too late at the server changes nothing there, and the label and the history say so', async () => {
    const saved = ana.save(JOB, 'workOrder.findings', { text: 'dry' });
    await team.settled();
    ana.engine.switchOff();
    ben.save(JOB, 'workOrder.findings', { text: 'leaking' });
    await team.settled(ben);
    const undone = core.undo({ change: saved.changes[0]!, record: null });
    ana.engine.switchOn();
    await team.settled();
    expect(JSON.parse(ana.change(undone.changes[0]).outcome ?? '')).toEqual([
      { kind: 'superseded', rule: 'undone', by: PEOPLE.ben },
    ]);
    for (const c of [ana, ben]) expect(value(c, 'findings')).toEqual({ text: 'leaking' });
    expect(labelOf(core)).toMatch(/^Synced. Ben’s findings was kept/);
    const history = await core.history(JOB);
    expect(history?.entries.at(-1)?.became).toBe('Took nothing back: Ben had written something else meanwhile');
  });

  it('[C-6, A-2] from the history: what others wrote as well, as long as it stands; not their creations', async () => {
    ben.save(JOB, 'workOrder.findings', { text: 'dry' });
    await team.settled();
    ben.save(JOB, 'workOrder.findings', { text: 'wet' });
    const note = ben.save(null, 'note.entry', { workOrder: JOB, text: 'mine' });
    await team.settled();
    const before = await core.history(JOB);
    const offered = before?.entries.filter((e) => e.undo !== null) ?? [];
    expect(offered.map((e) => e.after)).toEqual(['wet']);
    core.undo(offered[0]!.undo!);
    await team.settled();
    expect(value(ben, 'findings')).toEqual({ text: 'dry' });
    const benCore = coreOf(ben);
    const own = await benCore.history(JOB);
    const last = own?.entries.filter((e) => e.undo !== null) ?? [];
    expect(last.map((e) => [e.after, e.title])).toEqual(expect.arrayContaining([['dry', 'Findings']]));
    expect(last.map((e) => e.undo?.record)).toContain(note.records[0]);
    benCore.stop();
  });

  it('[C-6] nothing of what others wrote without the history: what stood before is not known here', async () => {
    const saved = ben.save(JOB, 'workOrder.findings', { text: 'dry' });
    await team.settled();
    expect(faultOf(() => core.undo({ change: saved.changes[0]!, record: JOB }))).toMatchObject({ kind: 'notFound' });
    expect(faultOf(() => core.undo({ change: saved.changes[0]!, record: null }))).toMatchObject({ kind: 'notFound' });
  });
});
