import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hashOf } from '../../tests/support/laptop.ts';
import { enrolledReplica } from '../../tests/support/console.ts';
import { edit, saw, type Sketch } from '../../tests/support/edits.ts';
import { JOB, NORTH, Rig, SCANNER } from '../../tests/support/hospital.ts';
import { commitSave, type NewEdit, type Saved } from '../replica/commit-change.ts';
import type { Replica } from '../replica/replica.ts';
import { Dispatcher } from './dispatcher.ts';

const ROOMY = { maxCount: 500, maxBytes: 1 << 20 };
let rig: Rig;
let replica: Replica;
let queue: Dispatcher;
beforeEach(async () => {
  rig = await new Rig().found();
  replica = enrolledReplica(rig, join(rig.folder, 'console'), 'ana').replica;
  queue = new Dispatcher(replica);
});
afterEach(() => {
  replica.db.close();
  rig.close();
});

function commit(...sketches: readonly Sketch[]): Saved {
  const { person, role } = replica.identity()!;
  return commitSave(
    replica,
    { person, role },
    sketches.map((s): NewEdit => ({ ...s, saw: s.saw ?? saw(null) })),
  );
}
const background = (key: string): Sketch => edit(null, 'preference.setting', { key });
const normal = (text: string): Sketch => edit(null, 'note.entry', { workOrder: JOB, text });
const critical = (record = JOB): Sketch => edit(record, 'workOrder.parts', { declared: 'none' });
const leaving = (limits = ROOMY): readonly number[] => queue.next(limits, 0)?.changes.map((c) => c.seq) ?? [];

describe('[Q-1] order', () => {
  it('[Q-1] critical before normal before background, first in first out within', () => {
    commit(background('a'));
    commit(normal('b'));
    commit(background('c'));
    commit(critical());
    commit(normal('d'));
    commit(edit(SCANNER, 'equipment.condition', { state: 'restricted' }));
    expect(leaving()).toEqual([4, 6, 2, 5, 1, 3]);
  });

  it('[Q-1] what a critical change depends on is pulled forward with it', () => {
    commit(normal('first in the lane'));
    const job = commit(edit(null, 'workOrder.request', { title: 'new', equipment: SCANNER, site: NORTH })).records[0]!;
    commit(edit(null, 'partLine.entry', { workOrder: job, name: 'coil', quantity: 1 }));
    commit(critical(job));
    expect(leaving({ ...ROOMY, maxCount: 3 })).toEqual([2, 3, 4]);
    expect(leaving()).toEqual([1]);
  });

  it('[Q-1] a change never overtakes an earlier one of the same group, though it is in another lane', () => {
    const [first] = commit(edit(JOB, 'workOrder.findings', { text: 'a' })).changes;
    commit(edit(JOB, 'workOrder.findings', { text: 'b' }, { writer: first!, canonical: null, archived: null }));
    expect(leaving({ ...ROOMY, maxCount: 1 })).toEqual([1]);
    expect(leaving()).toEqual([2]);
  });
});

describe('[Q-2] batches', () => {
  it('[Q-2] are bounded by count and by bytes, and one that is larger than any bound still leaves, alone', () => {
    for (let i = 0; i < 5; i++) commit(normal('x'.repeat(1_000)));
    expect(leaving({ maxCount: 2, maxBytes: 1 << 20 })).toEqual([1, 2]);
    expect(leaving({ maxCount: 500, maxBytes: 5_000 })).toEqual([3, 4]);
    expect(leaving({ maxCount: 500, maxBytes: 10 })).toEqual([5]);
  });

  it('[Q-2, W-11] carry each change as it was made, under the hash that it was saved with', () => {
    commit(critical(), edit(JOB, 'workOrder.findings', { text: 'Zoë 🩺' }), normal('\u0000'));
    const batch = queue.next(ROOMY, 0)!;
    expect(batch.changes.map(hashOf)).toEqual(batch.hashes);
    expect(batch.changes.map((c) => c.save)).toEqual(batch.changes.map(() => batch.changes[0]?.save));
  });

  it('[Q-2] the heads of the lanes are looked at, not the whole queue', () => {
    for (let i = 0; i < 50; i++) commit(normal(`n${i}`));
    expect(leaving({ ...ROOMY, maxCount: 20 })).toHaveLength(20);
    expect(leaving({ ...ROOMY, maxCount: 20 })).toHaveLength(20);
    expect(leaving({ ...ROOMY, maxCount: 20 })).toHaveLength(10);
    expect(leaving()).toEqual([]);
  });
});

describe('[Q-3] what is in flight', () => {
  it('[Q-3, Q-4] is all waiting again when the link goes, and nothing else had to happen for that', () => {
    commit(normal('a'));
    commit(normal('b'));
    expect(leaving()).toEqual([1, 2]);
    expect(leaving()).toEqual([]);
    queue.linkLost();
    expect(leaving()).toEqual([1, 2]);
    queue.answered([1]);
    queue.linkLost();
    expect(leaving()).toEqual([1, 2]);
  });
});

describe('[Q-5] held work', () => {
  it('[Q-5] stays with what depends on it; more than a window of that does not stop the rest', () => {
    const wrong = commit(edit(null, 'workOrder.request', { title: 'new', equipment: SCANNER, site: NORTH }));
    const outcome = JSON.stringify([{ kind: 'refused', code: 'wrongShape', words: 'no' }]);
    replica.transact('durable', () => replica.changes.setOutcome.run('held', outcome, 12, 0, 1, 1));
    for (let i = 0; i < 30; i++) commit(edit(null, 'note.entry', { workOrder: wrong.records[0]!, text: `on it ${i}` }));
    commit(normal('free'));
    expect(leaving({ ...ROOMY, maxCount: 10 })).toEqual([32]);
  });
});
