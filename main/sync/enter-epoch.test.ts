import { beforeEach, describe, expect, it } from 'vitest';
import { anasReplica, noteAsAna } from '../../tests/support/anas-replica.ts';
import { Dispatcher } from '../queue/dispatcher.ts';
import type { Replica } from '../replica/replica.ts';
import { enterEpoch, isCopy } from './enter-epoch.ts';

let replica: Replica;
beforeEach(() => {
  const ana = anasReplica();
  replica = ana.replica;
  for (let i = 0; i < 4; i++) noteAsAna(replica);
  return ana.close;
});

const chainAt = (seq: number): string => replica.changes.chainAt.get(1, seq) ?? 'none';

describe('[W-2] a replica that is a copy', () => {
  it('[W-2] is known by what the server has beyond its newest change, in order or not', () => {
    expect(isCopy(replica, { highWater: 0, above: [], chain: '' })).toBe(false);
    expect(isCopy(replica, { highWater: 4, above: [], chain: chainAt(4) })).toBe(false);
    expect(isCopy(replica, { highWater: 2, above: [4], chain: chainAt(2) })).toBe(false);
    expect(isCopy(replica, { highWater: 5, above: [], chain: '' })).toBe(true);
    expect(isCopy(replica, { highWater: 2, above: [4, 5], chain: chainAt(2) })).toBe(true);
  });

  it('[W-2, SAVE-4] is known by another chain at the same sequence', () => {
    expect(isCopy(replica, { highWater: 3, above: [], chain: chainAt(3) })).toBe(false);
    expect(isCopy(replica, { highWater: 3, above: [], chain: chainAt(2) })).toBe(true);
  });

  it('[W-2] a chain that cannot be compared, on either side, proves nothing', () => {
    expect(isCopy(replica, { highWater: 3, above: [], chain: '' })).toBe(false);
    replica.changes.setOutcome.run('settled', null, 1, 1, 1, 2);
    replica.kept.forget.run(1, 2);
    expect(isCopy(replica, { highWater: 2, above: [], chain: 'other' })).toBe(false);
  });

  it('[W-2, SAVE-4] numbers what is saved from now on in an epoch beyond all in use, and drains the old one first', () => {
    expect(enterEpoch(replica, { epoch: 5 })).toBe(6);
    expect(noteAsAna(replica).changes).toEqual(['7.6.1']);
    expect(replica.readMeta('earlierEpochs')).toEqual([1]);
    expect(enterEpoch(replica, { epoch: 2 })).toBe(7);
    expect(replica.readMeta('earlierEpochs')).toEqual([1, 6]);
    const batch = new Dispatcher(replica).next({ maxCount: 10, maxBytes: 100_000 }, 0);
    expect(batch?.changes.map((c) => c.epoch)).toEqual([1, 1, 1, 1]);
  });
});
