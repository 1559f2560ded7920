// Going back, change by change, on a real replica: what is offered again, in what order, and what stays.
import { beforeEach, describe, expect, it } from 'vitest';
import type { EditOutcome } from '../../domain/change/outcome.ts';
import type { ChangeId, Position, RecordId } from '../../domain/ids.ts';
import type { Fields } from '../../domain/json.ts';
import type { Welcome } from '../../protocol/wire/hello.ts';
import { anasReplica, saveAsAna } from '../../tests/support/anas-replica.ts';
import { JOB, NORTH, SCANNER } from '../../tests/support/hospital.ts';
import { insertCanonical, isLeaving, shownOf } from '../replica/record-store.ts';
import type { Replica } from '../replica/replica.ts';
import { goBack, mustGoBack, stand } from './go-back.ts';
import { newestMark } from './log-marks.ts';
import { noteComplete } from './view-change.ts';

let replica: Replica;
beforeEach(() => {
  const ana = anasReplica();
  replica = ana.replica;
  return ana.close;
});

const welcome = (common: number): Welcome => ({
  k: 'welcome',
  incarnation: 'next',
  position: common + 5,
  mark: { position: common + 5, chain: 'c', seal: 's' },
  common,
  safePosition: 0,
  highWater: 0,
  above: [],
  chain: '',
  epoch: 1,
  sites: null,
  grantBytes: 1,
  serverTime: 0,
  mayRead: true,
  lease: null,
});

function save(record: RecordId | null, path: string, set: Fields): { id: ChangeId; record: RecordId } {
  const saved = saveAsAna(replica, record, path, set);
  return { id: saved.changes[0]!, record: saved.records[0]! };
}
const note = (): ChangeId => save(null, 'note.entry', { workOrder: JOB, text: 'x' }).id;
const seqOf = (id: ChangeId): number => Number(id.split('.')[2]);
const rowOf = (id: ChangeId) => replica.changes.byKey.get(1, seqOf(id))!;
const dependsOf = (id: ChangeId): unknown => JSON.parse(rowOf(id).depends ?? '[]');

/** The server has decided it, at that position; settled: it was seen back. */
function decided(
  id: ChangeId,
  state: 'settled' | 'confirming' | 'held',
  position: number,
  outcome: object | null = null,
): void {
  replica.changes.setOutcome.run(state, outcome && JSON.stringify([outcome]), position, 5, 1, seqOf(id));
  if (state !== 'settled') return;
  const { edits } = rowOf(id);
  for (const e of JSON.parse(edits) as { record: string; group: string }[])
    replica.pending.remove.run(e.record, e.group, 1, seqOf(id));
}

function arrived(id: RecordId, collection: string, pos: number, body: object): void {
  insertCanonical(replica, {
    id,
    collection,
    parent: null,
    site: NORTH,
    k1: null,
    k2: null,
    sort: null,
    pos,
    body: JSON.stringify(body),
  });
}

function tellMark(position: number): void {
  stand(replica, { ...welcome(0), incarnation: 'this', mark: { position, chain: `${position}`, seal: 's' } });
}

describe('[W-12] going back', () => {
  it('[W-12] is called for by a server that cannot vouch for the newest thing it said', () => {
    expect(mustGoBack({ mark: null, cursor: 0 }, welcome(0))).toBe(false);
    expect(mustGoBack({ mark: null, cursor: 7 }, welcome(6))).toBe(true);
    const hello = { mark: { position: 20, chain: 'c', seal: 's' }, cursor: 7 };
    expect(mustGoBack(hello, welcome(20))).toBe(false);
    expect(mustGoBack(hello, welcome(19))).toBe(true);
  });

  it('[W-12, W-5] is not called for by a piece that was finished between hello and welcome', () => {
    tellMark(20);
    const hello = { mark: newestMark(replica), cursor: 20 };
    tellMark(30);
    expect(mustGoBack(hello, welcome(20))).toBe(false);
  });

  it('[W-12, Q-4] own work beyond the common position is pending again, under its id; what is shared stays settled', () => {
    const [a, b, c, d] = [note(), note(), note(), note()] as const;
    decided(a, 'settled', 10);
    decided(b, 'settled', 20, { kind: 'superseded', rule: 'office', by: null });
    decided(c, 'confirming', 21);
    const hashes = [a, b, c, d].map((id) => rowOf(id).hash);
    expect(goBack(replica, welcome(15))).toMatchObject({ to: 15, offered: 2 });
    expect([a, b, c, d].map((id) => rowOf(id).state)).toEqual(['settled', 'queued', 'queued', 'queued']);
    expect(rowOf(b)).toMatchObject({ outcome: null, position: null, received_at: null, seen_at: null });
    expect([a, b, c, d].map((id) => rowOf(id).hash)).toEqual(hashes);
    const pending = replica.db.prepare<[], number>('SELECT seq FROM pending_edit ORDER BY seq').pluck().all();
    expect(pending).toEqual([b, c, d].map(seqOf));
  });

  it('[W-12, W-4] what the server only kept, or had refused beyond it, is offered again with what was held for it', () => {
    const [waits, refused, builds, unfit] = [note(), note(), note(), note()] as const;
    replica.changes.setOutcome.run('waiting', '[{"kind":"waiting","forChange":"9.1.1"}]', null, 1, 1, seqOf(waits));
    decided(refused, 'held', 20, { kind: 'refused', code: 'notAllowed', words: '' });
    replica.changes.release.run('held', JSON.stringify([seqOf(refused)]), 1, seqOf(builds));
    replica.changes.setOutcomeOnly.run('[{"kind":"refused","code":"dependency","words":""}]', 1, seqOf(builds));
    replica.changes.setOutcome.run(
      'held',
      '[{"kind":"refused","code":"tooLarge","words":""}]',
      null,
      null,
      1,
      seqOf(unfit),
    );
    goBack(replica, welcome(15));
    expect([waits, refused, builds, unfit].map((id) => rowOf(id).state)).toEqual([
      'queued',
      'queued',
      'queued',
      'held',
    ]);
    expect(dependsOf(builds)).toEqual([seqOf(refused)]);
  });

  it('[W-12, Q-5] what was refused before the common position stays held, and what builds on it too', () => {
    const [refused, builds, lost] = [note(), note(), note()] as const;
    decided(refused, 'held', 10, { kind: 'refused', code: 'notAllowed', words: '' });
    replica.changes.release.run('held', JSON.stringify([seqOf(refused)]), 1, seqOf(builds));
    replica.changes.setOutcomeOnly.run('[{"kind":"refused","code":"dependency","words":""}]', 1, seqOf(builds));
    decided(lost, 'settled', 30);
    goBack(replica, welcome(15));
    expect([refused, builds, lost].map((id) => rowOf(id).state)).toEqual(['held', 'held', 'queued']);
  });

  it('[W-12, L-1] of work that was refused beyond it, and made anew since, it is not claimed that the server has heard', () => {
    const [before, beyond] = [note(), note()] as const;
    const refused: EditOutcome = { kind: 'refused', code: 'notAllowed', words: 'no' };
    decided(before, 'held', 12, refused);
    decided(beyond, 'held', 18, refused);
    for (const id of [before, beyond]) replica.changes.replace.run('7.1.9', 1, seqOf(id));
    goBack(replica, welcome(15));
    expect([rowOf(before), rowOf(beyond)]).toMatchObject([
      { state: 'replaced', position: 12, received_at: 5 },
      { state: 'replaced', position: null, received_at: null },
    ]);
  });

  it('[W-12, Q-1] dependencies that had settled are dependencies again, also for what was saved since', () => {
    const job = save(null, 'workOrder.request', { title: 't', equipment: SCANNER, site: NORTH });
    decided(job.id, 'settled', 20);
    const part = save(null, 'partLine.entry', { workOrder: job.record, name: 'coil', quantity: 1 });
    decided(part.id, 'settled', 21);
    const first = save(job.record, 'workOrder.findings', { text: '1' });
    decided(first.id, 'settled', 22);
    const second = save(job.record, 'workOrder.findings', { text: '2' });
    expect([part.id, first.id, second.id].map(dependsOf)).toEqual([[], [], []]);
    goBack(replica, welcome(15));
    expect([part.id, first.id].map(dependsOf)).toEqual([[seqOf(job.id)], [seqOf(job.id)]]);
    expect(dependsOf(second.id)).toEqual([seqOf(job.id), seqOf(first.id)]);
  });

  it('[W-12] records beyond it are older than whatever comes, everything is read again, and sites with it', () => {
    arrived(JOB, 'workOrder', 10, { request: { v: { title: 'shared' }, w: ['1.1.11'], p: 10 } });
    arrived(SCANNER, 'equipment', 20, { identity: { v: { serial: '4471' }, w: ['9.1.1'], p: 20 } });
    replica.transact('durable', () => {
      replica.setCursor(20 as Position);
      replica.writeMeta('view', 'sites');
      replica.view.put.run(NORTH, 12);
      replica.histories.put.run(JOB, 9, 'request', '{}');
      replica.histories.put.run(JOB, 19, 'request', '{}');
      replica.histories.setKnown.run(JOB, 19, 1);
    });
    tellMark(20);
    expect(goBack(replica, welcome(15))).toEqual({ to: 15, offered: 0, readsAgain: true });
    expect([JOB, SCANNER].map((id) => replica.records.byId.get(id)?.pos)).toEqual([10, 0]);
    expect(replica.records.byId.get(SCANNER)?.body).toContain('4471');
    expect(replica.cursor()).toBe(0);
    expect(replica.readMeta('incomplete')).toBe(true);
    expect(replica.view.all.all()).toEqual([{ site: NORTH, filled: null }]);
    expect(replica.unseen.all.all().toSorted()).toEqual([JOB, SCANNER].toSorted());
    expect(replica.histories.of.all(JOB)).toHaveLength(1);
    expect(replica.histories.known.get(JOB)?.up_to).toBe(15);
    expect(replica.marks.all.all().map((m) => m.position)).toEqual([20]);
    expect(replica.readMeta('incarnation')).toBe('next');
  });

  it('[W-12, Q-7] when the reading is through, what did not come goes, but for the work of this laptop', () => {
    arrived(JOB, 'workOrder', 20, { request: { v: { title: 'a colleague’s, lost' }, w: ['9.1.1'], p: 20 } });
    arrived(SCANNER, 'equipment', 10, { identity: { v: { serial: '4471' }, w: ['1.1.9'], p: 10 } });
    const own = save(null, 'note.entry', { workOrder: JOB, text: 'mine' });
    const onTheirs = save(JOB, 'workOrder.findings', { text: 'mine too' });
    decided(own.id, 'settled', 21);
    tellMark(21);
    goBack(replica, welcome(5));
    replica.transact('durable', () => noteComplete(replica));
    expect(replica.records.byId.get(SCANNER)).toBeUndefined();
    expect(replica.records.byId.get(JOB)).toMatchObject({ pos: 0, body: '{}', digest: 0 });
    const shown = shownOf(replica.records.byId.get(JOB)!);
    expect(Object.keys(shown)).toEqual(['findings']);
    expect(shown['findings']?.w).toEqual([onTheirs.id]);
    expect(isLeaving(replica, JOB)).toBe(true);
    expect(replica.records.byId.get(own.record)).toMatchObject({ pos: 0, body: '{}' });
    expect(isLeaving(replica, own.record)).toBe(false);
    expect(replica.digests.all.all()).toEqual([]);
    expect(replica.unseen.all.all()).toEqual([]);
  });

  it('[W-12] nothing is read again when only an outcome was lost that had not been seen back', () => {
    arrived(JOB, 'workOrder', 10, {});
    replica.transact('durable', () => replica.setCursor(15 as Position));
    const mine = note();
    decided(mine, 'confirming', 16);
    tellMark(16);
    expect(goBack(replica, welcome(15))).toEqual({ to: 15, offered: 1, readsAgain: false });
    expect(replica.cursor()).toBe(15);
    expect(replica.unseen.all.all()).toEqual([]);
  });
});
