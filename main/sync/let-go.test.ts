import { beforeEach, describe, expect, it } from 'vitest';
import { anasReplica, noteAsAna } from '../../tests/support/anas-replica.ts';
import { JOB } from '../../tests/support/hospital.ts';
import type { Replica } from '../replica/replica.ts';
import { letGo } from './let-go.ts';

let replica: Replica;
beforeEach(() => {
  const ana = anasReplica();
  replica = ana.replica;
  return ana.close;
});

/** As if the outcome had been seen back at that position. */
function settle(seq: number, position: number, outcome: string | null = null): void {
  replica.changes.setOutcome.run('settled', outcome, position, 1, 1, seq);
  for (const e of replica.db
    .prepare<[number], { record: string; grp: string }>('SELECT record, grp FROM pending_edit WHERE seq = ?')
    .all(seq))
    replica.pending.remove.run(e.record, e.grp, 1, seq);
}
const kept = (): readonly number[] =>
  replica.db.prepare<[], number>('SELECT seq FROM change ORDER BY seq').pluck().all();
const ports = { pause: () => Promise.resolve(), goesOn: () => true };
const counted = (): number => replica.changes.forLedger.all().reduce((sum, row) => sum + row.edits * row.count, 0);

describe('[Q-4] settled work', () => {
  it('[Q-4] is kept in full until the safe position has passed it, and counted for ever', async () => {
    for (let i = 0; i < 6; i++) noteAsAna(replica);
    for (let seq = 1; seq <= 5; seq++) settle(seq, 100 + seq);
    expect(await letGo(replica, 0, ports)).toBe(0);
    expect(await letGo(replica, 100, ports)).toBe(0);
    expect(kept()).toEqual([1, 2, 3, 4, 5, 6]);
    expect(await letGo(replica, 103, ports)).toBe(3);
    expect(kept()).toEqual([4, 5, 6]);
    expect(counted()).toBe(6);
    expect(replica.changes.forLedger.all().filter((r) => r.state === 'settled' && r.outcome === null)).toMatchObject([
      { count: 2 },
      { count: 3 },
    ]);
  });

  it('[Q-4, SAVE-4] the newest of an epoch stays: the next sequence and its chain follow from it', async () => {
    for (let i = 0; i < 3; i++) noteAsAna(replica);
    for (let seq = 1; seq <= 3; seq++) settle(seq, seq);
    const { chain } = replica.changes.last.get(1)!;
    await letGo(replica, 50, ports);
    expect(kept()).toEqual([3]);
    expect(replica.changes.last.get(1)).toMatchObject({ seq: 3, chain });
  });

  it('[Q-4, Q-5] what is still needed stays: questions, what unsent work builds on, what replaced another', async () => {
    for (let i = 0; i < 8; i++) noteAsAna(replica);
    settle(1, 1, JSON.stringify([{ kind: 'conflict', question: JOB }]));
    settle(2, 2);
    replica.beyond.setDepends.run('[2]', 1, 8);
    replica.changes.replace.run('7.1.4', 1, 3);
    for (const seq of [4, 5]) settle(seq, seq);
    settle(6, 6, JSON.stringify([{ kind: 'superseded', rule: 'office', by: null }]));
    replica.changes.setOutcome.run('held', '[{"kind":"refused","code":"tooLarge","words":""}]', null, null, 1, 7);
    expect(await letGo(replica, 50, ports)).toBe(2);
    expect(kept()).toEqual([1, 2, 3, 4, 7, 8]);
    expect(counted()).toBe(8);
  });

  it('[Q-4, SAVE-2] goes a few at a time, with room for saves between, and ends when told to', async () => {
    for (let i = 0; i < 200; i++) noteAsAna(replica);
    for (let seq = 1; seq <= 199; seq++) settle(seq, seq);
    const sizes: number[] = [];
    let before = 200;
    const pause = (): Promise<void> => {
      sizes.push(before - kept().length);
      before = kept().length;
      return Promise.resolve();
    };
    await letGo(replica, 1_000, { pause, goesOn: () => sizes.length < 2 });
    expect(sizes).toEqual([64, 64]);
    await letGo(replica, 1_000, { pause, goesOn: () => true });
    expect(kept()).toEqual([200]);
  });
});
