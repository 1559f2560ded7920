import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { edit, saw } from '../../support/edits.ts';
import { importedBy, JOB, NORTH, ORG, PEOPLE, SCANNER, SOUTH } from '../../support/hospital.ts';
import { Team } from '../../support/team.ts';
import { until } from '../../support/wait.ts';

let team: Team;
beforeEach(async () => {
  team = await new Team().start();
});
afterEach(() => team.close());

const move = (site: typeof NORTH, seen = importedBy(9)) =>
  team.rig.import([edit(SCANNER, 'equipment.place', { site, room: 'X' }, saw(seen))]);
const seeSites = (sites: readonly (typeof NORTH)[]): void => {
  const account = team.rig.storage.directory.account(ORG, PEOPLE.ana);
  if (account) team.rig.storage.directory.putAccount(ORG, { ...account, sites });
};

describe('[W-5] records enter and leave the view', () => {
  it('[W-5] a device that moves takes its jobs, their lines and their questions along', async () => {
    const [ana, ben, cid, maria] = await Promise.all(
      (['ana', 'ben', 'cid', 'maria'] as const).map((who) => team.join(who)),
    );
    ana?.engine.switchOff();
    ana?.save(JOB, 'workOrder.parts', { declared: 'none' });
    ben?.save(JOB, 'workOrder.parts', { declared: 'some' });
    const line = ben?.save(null, 'partLine.entry', { workOrder: JOB, name: 'coil', quantity: 1 });
    await team.settled(ben!);
    ana?.engine.switchOn();
    await team.settled();
    expect(cid?.replica.records.byId.get(JOB)).toBeUndefined();
    await move(SOUTH);
    ana?.engine.switchOff();
    ana?.engine.switchOn();
    await team.restart();
    for (const c of team.consoles) c.engine.wake();
    await team.settled();
    expect(ana?.replica.records.byId.get(SCANNER)).toBeUndefined();
    expect(ana?.replica.records.byId.get(line!.records[0]!)).toBeUndefined();
    expect(cid?.shown(line!.records[0]!)['entry']?.v).toMatchObject({ name: 'coil' });
    expect(cid?.replica.records.byParentIn.all(JOB, 'question')).toHaveLength(1);
    expect(maria?.replica.records.byId.get(JOB)?.site).toBe(SOUTH);
  });

  it('[W-5] live consoles are told as it happens', async () => {
    const [ana, cid] = await Promise.all([team.join('ana'), team.join('cid')]);
    const lena = await team.join('maria');
    lena.save(SCANNER, 'equipment.place', { site: SOUTH, room: 'S9' });
    await team.settled();
    expect(ana.replica.records.byId.get(JOB)).toBeUndefined();
    expect(cid.shown(JOB)['request']?.v['title']).toBe('artefact');
    lena.save(SCANNER, 'equipment.place', { site: NORTH, room: 'B1' });
    await team.settled();
    expect(cid.replica.records.byId.get(JOB)).toBeUndefined();
    expect(ana.shown(JOB)['request']?.v['title']).toBe('artefact');
  });

  it('[Q-7, W-5] unsent work on a record that left is still sent, and the record goes when it has settled', async () => {
    const ana = await team.join('ana');
    ana.engine.switchOff();
    const saved = ana.save(JOB, 'workOrder.findings', { text: 'underground' });
    await move(SOUTH);
    ana.engine.switchOn();
    await team.settled();
    expect(ana.state(saved.changes[0])).toBe('settled');
    expect(team.rig.body(JOB)['findings']?.v).toEqual({ text: 'underground' });
    expect(ana.replica.records.byId.get(JOB)).toBeUndefined();
  });

  it('[Q-4, W-5] what is added to a record that moved away is settled, and goes where the record went', async () => {
    const [ana, cid] = await Promise.all([team.join('ana'), team.join('cid')]);
    ana.engine.switchOff();
    const saved = ana.save(null, 'note.entry', { workOrder: JOB, text: 'underground' });
    await move(SOUTH);
    ana.engine.switchOn();
    await team.settled();
    expect(ana.state(saved.changes[0])).toBe('settled');
    expect(ana.replica.records.byId.get(saved.records[0]!)).toBeUndefined();
    expect(cid.shown(saved.records[0]!)['entry']?.v).toMatchObject({ text: 'underground' });
  });

  it('[Q-7, W-5] a record that left and came back with unsent work on it stays', async () => {
    const ana = await team.join('ana');
    ana.engine.switchOff();
    ana.save(JOB, 'workOrder.findings', { text: 'underground' });
    seeSites([SOUTH]);
    const { device } = ana.replica.identity()!;
    // It hears that the site left, and loses the link before its work went out.
    const lanes = ana.engine.pusher.lanes;
    ana.engine.pusher.lanes = [];
    ana.engine.switchOn();
    await until('the view has changed', () =>
      ana.replica.view.all.all().every((s) => s.site === SOUTH && s.filled === null),
    );
    ana.engine.switchOff();
    ana.engine.pusher.lanes = lanes;
    seeSites([NORTH]);
    ana.engine.switchOn();
    await team.settled();
    expect(ana.shown(JOB)).toMatchObject({
      request: { v: { title: 'artefact' } },
      findings: { v: { text: 'underground' } },
    });
    expect(team.rig.storage.seen(ORG, device, 1)?.highWater).toBe(1);
  });
});
