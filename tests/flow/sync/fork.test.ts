import { cpSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { closeReplica } from '../../../main/replica/open.ts';
import { realTimers, TestConsole } from '../../support/console.ts';
import { JOB, NORTH, SCANNER } from '../../support/hospital.ts';
import { Team } from '../../support/team.ts';

let team: Team;
beforeEach(async () => {
  team = await new Team().start();
});
afterEach(() => team.close());

/** A laptop whose profile was copied: two consoles with one name, one key and one queue. */
async function cloned(queued: (ana: TestConsole) => void): Promise<readonly [TestConsole, TestConsole]> {
  const ana = await team.join('ana');
  ana.save(JOB, 'workOrder.findings', { text: 'before the copy' });
  await team.settled();
  ana.engine.switchOff();
  queued(ana);
  await ana.close();
  team.consoles.splice(team.consoles.indexOf(ana), 1);
  closeReplica(
    new TestConsole(team.rig, 'ana', { server: team.url }, ana.folder).replica.db,
    `${ana.folder}/replica.db`,
  );
  const copy = `${ana.folder}-copy`;
  cpSync(ana.folder, copy, { recursive: true });
  const both = [ana.folder, copy].map(
    (folder) => new TestConsole(team.rig, 'ana', { server: team.url, timers: realTimers(20) }, folder),
  );
  team.consoles.push(...both);
  return both as never;
}

const textsOf = (console: TestConsole): unknown[] =>
  console.replica.records.byParentIn
    .all(JOB, 'note')
    .map((r) => (JSON.parse(r.body) as { entry: { v: { text: string } } }).entry.v.text)
    .toSorted();

describe('[W-2] a cloned laptop', () => {
  it('[W-2] both copies’ work arrives: the second is issued again under a new epoch', async () => {
    const [one, two] = await cloned(() => {});
    for (let i = 0; i < 3; i++) one.save(null, 'note.entry', { workOrder: JOB, text: `one ${i}` });
    for (let i = 0; i < 4; i++) two.save(null, 'note.entry', { workOrder: JOB, text: `two ${i}` });
    one.engine.switchOn();
    await team.settled(one);
    two.engine.switchOn();
    await team.settled();
    const all = ['one 0', 'one 1', 'one 2', 'two 0', 'two 1', 'two 2', 'two 3'];
    expect(textsOf(one)).toEqual(all);
    expect(textsOf(two)).toEqual(all);
    expect(two.replica.identity()?.epoch).toBe(2);
    expect(one.replica.identity()?.epoch).toBe(1);
  });

  it('[W-2] what was queued before the copy arrives once, what builds on forked work follows it', async () => {
    const [one, two] = await cloned((ana) => ana.save(null, 'note.entry', { workOrder: JOB, text: 'shared' }));
    one.save(null, 'note.entry', { workOrder: JOB, text: 'one' });
    const job = two.save(null, 'workOrder.request', { title: 'two’s job', equipment: SCANNER, site: NORTH })
      .records[0]!;
    two.save(job, 'workOrder.parts', { declared: 'some' });
    two.save(null, 'partLine.entry', { workOrder: job, name: 'coil', quantity: 2 });
    two.save(job, 'workOrder.findings', { text: 'done' });
    one.engine.switchOn();
    await team.settled(one);
    two.engine.switchOn();
    await team.settled();
    expect(textsOf(two)).toEqual(['one', 'shared']);
    const moved = two.replica.records.byParentIn.all(SCANNER, 'workOrder').find((r) => r.body.includes('two’s job'));
    expect(moved?.id).not.toBe(job);
    expect(one.shown(moved?.id as never)).toMatchObject({
      parts: { v: { declared: 'some' } },
      findings: { v: { text: 'done' } },
    });
    expect(one.replica.records.byParentIn.all(moved!.id, 'partLine')).toHaveLength(1);
  });

  it('[W-2] work that was issued again counts once, when an older copy of the disk comes with it too', async () => {
    const [one, two] = await cloned(() => {});
    one.save(null, 'note.entry', { workOrder: JOB, text: 'one' });
    const job = two.save(null, 'workOrder.request', { title: 'two’s job', equipment: SCANNER, site: NORTH })
      .records[0]!;
    two.save(null, 'note.entry', { workOrder: JOB, text: 'two' });
    const folder = `${two.folder}-older`;
    cpSync(two.folder, folder, { recursive: true });
    one.engine.switchOn();
    await team.settled(one);
    two.engine.switchOn();
    await team.settled(one, two);
    const older = new TestConsole(team.rig, 'ana', { server: team.url, timers: realTimers(20) }, folder);
    team.consoles.push(older);
    older.save(job, 'workOrder.findings', { text: 'later' });
    older.engine.switchOn();
    await team.settled();
    for (const c of [one, two, older]) {
      expect(textsOf(c)).toEqual(['one', 'two']);
      const jobs = c.replica.records.byParentIn.all(SCANNER, 'workOrder').filter((r) => r.body.includes('two’s job'));
      expect(jobs).toHaveLength(1);
      expect(c.shown(jobs[0]!.id as never)).toMatchObject({ findings: { v: { text: 'later' } } });
    }
    expect(older.replica.changes.inState.all('queued', 10)).toEqual([]);
  });

  it('[W-2] both at once, over and over: nothing is lost, nothing is there twice', async () => {
    const [one, two] = await cloned((ana) => ana.save(null, 'note.entry', { workOrder: JOB, text: 'shared' }));
    const wanted: string[] = ['shared'];
    for (const round of [1, 2, 3]) {
      for (const [name, c] of [
        ['one', one],
        ['two', two],
      ] as const) {
        for (let i = 0; i < 5; i++) {
          wanted.push(`${name} ${round} ${i}`);
          c.save(null, 'note.entry', { workOrder: JOB, text: `${name} ${round} ${i}` });
        }
      }
      one.engine.switchOn();
      two.engine.switchOn();
      await team.settled();
      one.engine.switchOff();
      two.engine.switchOff();
    }
    expect(textsOf(one)).toEqual(wanted.toSorted());
    expect(textsOf(two)).toEqual(wanted.toSorted());
  });
});
