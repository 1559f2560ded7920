// A catch-up of several pages left groups behind that had changed on an earlier page than the record's newest change;
// pages of long records made frames that no console took; one failed piece ended all later ones.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { edit, saw } from '../support/edits.ts';
import { JOB } from '../support/hospital.ts';
import { Team } from '../support/team.ts';

const MORE_THAN_A_PIECE = 2_300;
const LONG = 1_800;
let team: Team;
beforeEach(async () => {
  team = await new Team().start();
});
afterEach(() => team.close());

async function notes(count: number, words: (i: number) => string): Promise<void> {
  await team.rig.import(
    ...Array.from({ length: count }, (_, i) => [edit(null, 'note.entry', { workOrder: JOB, text: words(i) })]),
  );
}

/** Words that no packer makes small. */
function noise(seed: number): string {
  let state = seed + 1;
  let words = '';
  while (words.length < LONG) {
    state = (state * 48_271) % 2_147_483_647;
    words += state.toString(36);
  }
  return words.slice(0, LONG);
}

describe('[W-5] a catch-up of several pages', () => {
  it('[W-5, W-8] brings every group of a record, whichever page its newest change is on', async () => {
    const ana = await team.join('ana');
    await team.settled();
    ana.engine.switchOff();
    await team.rig.import([edit(JOB, 'workOrder.parts', { declared: 'none' }, saw(null))]);
    await notes(MORE_THAN_A_PIECE, (i) => `note ${i}`);
    await team.rig.import([edit(JOB, 'workOrder.findings', { text: 'last of all' }, saw(null))]);
    ana.engine.switchOn();
    await team.settled();
    expect(ana.shown(JOB)).toMatchObject({
      parts: { v: { declared: 'none' } },
      findings: { v: { text: 'last of all' } },
    });
  });

  it('[W-5, W-10] of long records comes in frames that a console takes', async () => {
    await notes(2_000, noise);
    const ana = await team.join('ana');
    await team.settled();
    expect(ana.replica.records.count.get()).toBeGreaterThan(2_000);
  });

  it('[SAVE-3, Q-3] a piece that the disk did not take stands in nobody’s way afterwards', async () => {
    const ana = await team.join('ana');
    await team.settled();
    ana.engine.switchOff();
    await notes(400, noise);
    const pages = Number(ana.replica.db.pragma('page_count', { simple: true }));
    ana.replica.db.pragma(`max_page_count = ${pages}`);
    ana.engine.switchOn();
    await expect.poll(() => ana.logged.some((l) => l.event === 'delta not applied'), { timeout: 15_000 }).toBe(true);
    ana.replica.db.pragma('max_page_count = 1073741823');
    await team.settled();
    expect(ana.replica.records.count.get()).toBeGreaterThan(400);
  });
});
