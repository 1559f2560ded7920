// The device's chain as the server reckons it: the same as the laptop's through all that can become of its changes.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Change } from '../../domain/change/change.ts';
import { changeId, FIRST_EPOCH } from '../../domain/ids.ts';
import { edit, saw } from '../../tests/support/edits.ts';
import { sha256 as sha256Of } from '../compose.ts';
import { JOB, ORG, Rig } from '../../tests/support/hospital.ts';
import { hashOf, type Laptop } from '../../tests/support/laptop.ts';

let rig: Rig;
let ana: Laptop;
beforeEach(async () => {
  rig = await new Rig({ waitMs: 1_000 }).found();
  ana = rig.laptop('ana');
});
afterEach(() => rig.close());

const note = (text: string): Change => ana.change([edit(null, 'note.entry', { workOrder: JOB, text })]);
const chainOf = (...changes: readonly Change[]): string =>
  changes.reduce((chain, change) => sha256Of(`${chain}${hashOf(change)}`), '');
const seen = () => rig.storage.seen(ORG, ana.device, FIRST_EPOCH);

describe('[SAVE-4, W-2] the chain of a laptop', () => {
  it('[SAVE-4, W-2] is reckoned alike in whatever order the changes came', async () => {
    const changes = [note('1'), note('2'), note('3'), note('4')] as const;
    await rig.submit(changes[2], changes[0]);
    expect(seen()).toMatchObject({ highWater: 1, above: [3], chain: chainOf(changes[0]) });
    await rig.submit(changes[3], changes[1]);
    expect(seen()).toMatchObject({ highWater: 4, above: [], chain: chainOf(...changes) });
  });

  it('[W-2, W-4] has the same step for one that waited, whose time ended, or that was refused', async () => {
    const missing = changeId(99, 1, 1);
    const waits = ana.change([edit(JOB, 'workOrder.findings', { text: 'late' }, saw(missing))]);
    const refused = ana.change([edit(JOB, 'workOrder.nothing', { text: 'x' })]);
    const last = note('last');
    await rig.submit(waits, refused, last);
    expect(seen()?.chain).toBe(chainOf(waits, refused, last));
    rig.now += 2_000;
    expect(await rig.committer.expireWaiting()).toBe(1);
    expect(seen()).toMatchObject({ highWater: 3, chain: chainOf(waits, refused, last) });
  });

  it('[W-2, Q-5] cannot be compared any more behind a change that nobody could read, and says so', async () => {
    const first = note('1');
    const unread = note('2');
    await rig.submit(first);
    const instead = { ...note('2, put right'), replaces: [changeId(ana.device, FIRST_EPOCH, unread.seq)] };
    await rig.submit(instead);
    expect(seen()).toMatchObject({ highWater: 3, above: [], chain: '' });
    await rig.submit(note('4'));
    expect(seen()).toMatchObject({ highWater: 4, chain: '' });
  });
});
