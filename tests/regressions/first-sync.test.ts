// A first sync of more than one piece brought only the groups of a record that had changed beyond the first piece.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { edit, saw } from '../support/edits.ts';
import { realTimers } from '../support/console.ts';
import { cutDialer } from '../support/cut.ts';
import { JOB, NORTH, ORG, PEOPLE, PUMP_JOB, SOUTH } from '../support/hospital.ts';
import { Team } from '../support/team.ts';
import { until } from '../support/wait.ts';

const MORE_THAN_A_PIECE = 2_300;
let team: Team;
beforeEach(async () => {
  team = await new Team().start();
});
afterEach(() => team.close());

async function manyNotes(job: typeof JOB, count = MORE_THAN_A_PIECE): Promise<void> {
  await team.rig.import(
    ...Array.from({ length: count }, (_, i) => [edit(null, 'note.entry', { workOrder: job, text: `note ${i}` })]),
  );
}
const seeSites = (who: 'ana' | 'cid', sites: readonly (typeof NORTH)[] | null): void => {
  const account = team.rig.storage.directory.account(ORG, PEOPLE[who]);
  if (account) team.rig.storage.directory.putAccount(ORG, { ...account, sites });
};
const changeLate = () => team.rig.import([edit(JOB, 'workOrder.findings', { text: 'late' }, saw(null))]);

describe('[W-5] a first sync in several pieces', () => {
  it.each(['ana', 'maria'] as const)(
    '[W-5, W-8] brings records whole that were written after the first piece: %s',
    async (who) => {
      await manyNotes(JOB);
      await changeLate();
      const console = await team.join(who);
      await team.settled();
      expect(console.shown(JOB)).toMatchObject({
        request: { v: { title: 'artefact' } },
        findings: { v: { text: 'late' } },
      });
    },
  );

  it('[W-5] resumes where it broke, and is whole although records changed meanwhile', async () => {
    await manyNotes(JOB);
    let acks = 0;
    const dialer = cutDialer(team.url, (kind) => (kind === 'ack' && ++acks === 1 ? 'cut' : 'pass'));
    const ana = team.offline('ana', { dialer, timers: realTimers(20) });
    ana.engine.switchOn();
    await until('the first piece was there', () => acks > 0);
    ana.engine.switchOff();
    const broke = ana.replica.cursor();
    expect(broke).toBeGreaterThan(0);
    expect(broke).toBeLessThan(team.head());
    await changeLate();
    ana.engine.switchOn();
    await team.settled();
    expect(ana.shown(JOB)['request']?.v['title']).toBe('artefact');
  });

  it('[W-5] a site that came into view is filled in whole, over a cut and changes meanwhile', async () => {
    await manyNotes(PUMP_JOB);
    const deltas: string[] = [];
    let cutAt = Infinity;
    const dialer = cutDialer(team.url, (kind) => (kind === 'delta' && deltas.push(kind) === cutAt ? 'cut' : 'pass'));
    const ana = team.offline('ana', { dialer, timers: realTimers(20) });
    ana.engine.switchOn();
    await team.settled();
    ana.engine.switchOff();
    seeSites('ana', [NORTH, SOUTH]);
    await team.rig.import([edit(JOB, 'workOrder.findings', { text: 'moves the cursor' })]);
    cutAt = deltas.length + 2;
    ana.engine.switchOn();
    await until('the second piece of the site was lost', () => deltas.length >= cutAt);
    ana.engine.switchOff();
    await team.rig.import([edit(PUMP_JOB, 'workOrder.findings', { text: 'late' })]);
    ana.engine.switchOn();
    await team.settled();
    expect(ana.shown(PUMP_JOB)).toMatchObject({
      request: { v: { title: 'alarm' } },
      findings: { v: { text: 'late' } },
    });
  });

  it('[W-5] from some sites to all and back', async () => {
    const ana = await team.join('ana');
    for (const sites of [null, [NORTH], [SOUTH], [], [NORTH, SOUTH]] as const) {
      ana.engine.switchOff();
      seeSites('ana', sites);
      await changeLate();
      ana.engine.switchOn();
      await team.settled();
      expect(ana.replica.records.byId.get(JOB) !== undefined).toBe(sites === null || sites.some((s) => s === NORTH));
    }
  });
});
