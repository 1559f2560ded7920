/**
 * Work issued again under a new epoch (W-2): this laptop's sequences were used twice, by a clone or a restored copy. The
 * forked changes and what builds on them are made anew, with new ids for the records that they create; nothing of what
 * was saved is lost, and nothing of the other copy's is touched.
 */
import { changeText, type Change, type Origin } from '../../domain/change/change.ts';
import { changeId, parseRecordId, type ChangeId, type DeviceNo, type Epoch, type RecordId } from '../../domain/ids.ts';
import { isPending, type ChangeState } from '../../domain/change/state.ts';
import { overlay } from '../../domain/record/overlay.ts';
import { changeOf, originOf } from '../queue/dispatcher.ts';
import {
  canonicalOf,
  createShown,
  pendingOn,
  removeRecord,
  writeCanonical,
  writeShown,
} from '../replica/record-store.ts';
import type { Identity, Replica } from '../replica/replica.ts';
import { asSent, readEdits, type StoredEdit } from '../replica/stored-edit.ts';
import type { ChangeRow } from '../replica/tables.ts';
import { NewNames } from './new-names.ts';

/** What the server said of work that was numbered twice. */
export interface Forked {
  readonly seqs: readonly number[];
  /** The epoch that this laptop is granted. */
  readonly epoch: number;
  /** The epoch of the batch in which it was found; absent, the present one. */
  readonly foundIn?: number | undefined;
  /** Of the sequences, those that another copy of this laptop brought before: under which id they stand at the server. */
  readonly known?: readonly (readonly [number, string])[] | undefined;
}

/** Gives how many changes were made anew. */
export function reissue(replica: Replica, { seqs, epoch, foundIn, known = [] }: Forked): number {
  const identity = replica.identity();
  if (!identity) return 0;
  return replica.transact('durable', () => {
    const from = foundIn ?? identity.epoch;
    const forked = withDependents(replica, identity.device, from, seqs, identity.epoch);
    const earlier = replica.readMeta('earlierEpochs') ?? [];
    const isNew = epoch > identity.epoch;
    if (isNew) {
      replica.writeMeta('earlierEpochs', [...earlier, identity.epoch]);
      replica.setIdentity({ ...identity, epoch: epoch as Epoch });
    }
    const names = new NewNames(identity.device, isNew ? epoch : identity.epoch, replica);
    const there = new Map(known.map(([seq, id]) => [`${from}.${seq}`, id as ChangeId]));
    const idAtServer = (row: ChangeRow): ChangeId | undefined => there.get(`${row.epoch}.${row.seq}`);
    const isNotThere = (row: ChangeRow): boolean => idAtServer(row) === undefined;
    for (const row of forked) names.plan(row, idAtServer(row));
    for (const row of forked) closeAs(replica, row, idAtServer(row));
    const anew = forked.filter(isNotThere);
    for (const row of anew) moveChange(replica, { ...identity, epoch: names.to as Epoch }, row, names);
    return anew.length;
  });
}

/** The forked ones, what builds on them, and what later epochs wrote on top: none of that has left the laptop yet. */
function withDependents(
  replica: Replica,
  device: DeviceNo,
  epoch: number,
  seqs: readonly number[],
  latest: number,
): readonly ChangeRow[] {
  const chosen = new Set(seqs.map((seq) => `${epoch}.${seq}`));
  const rows = replica.changes.unsettledFrom.all(epoch, Math.min(...seqs));
  for (let later = epoch + 1; later <= latest; later++) rows.push(...replica.changes.unsettledFrom.all(later, 0));
  for (const row of rows) {
    const depends = row.depends === null ? [] : (JSON.parse(row.depends) as readonly number[]);
    const builds = depends.some((d) => chosen.has(`${row.epoch}.${d}`));
    if (builds || mentions(row.edits, device, chosen)) chosen.add(`${row.epoch}.${row.seq}`);
  }
  return rows.filter(
    (r) => chosen.has(`${r.epoch}.${r.seq}`) && isPending(r.state as ChangeState) && r.state !== 'confirming',
  );
}

const RECORD_IN_TEXT = /"([0-9a-z]{5}-[0-9a-z]{2}-[0-9a-z]{6}-[0-9a-z]{2})"/g;
const CHANGE_IN_TEXT = /"(\d+)\.(\d+)\.(\d+)"/g;

/** True when edits name a chosen change, or a record that one of them creates. */
function mentions(edits: string, device: DeviceNo, chosen: ReadonlySet<string>): boolean {
  for (const [, id = ''] of edits.matchAll(RECORD_IN_TEXT)) {
    const p = parseRecordId(id);
    if (p && p.device === device && chosen.has(`${p.epoch}.${p.seq}`)) return true;
  }
  for (const [, by, epoch, seq] of edits.matchAll(CHANGE_IN_TEXT)) {
    if (Number(by) === device && chosen.has(`${epoch}.${seq}`)) return true;
  }
  return false;
}

/** It came by another copy, and is on its way down as everybody else's work is. */
function closeAs(replica: Replica, row: ChangeRow, id: ChangeId | undefined): void {
  if (id === undefined) return;
  replica.changes.replace.run(id, row.epoch, row.seq);
  for (const { record, group } of readEdits(row.edits)) {
    replica.pending.remove.run(record, group, row.epoch, row.seq);
    uncover(replica, record);
  }
}

function moveChange(replica: Replica, identity: Identity, row: ChangeRow, names: NewNames): void {
  const seq = names.seq(row.epoch, row.seq);
  const id = changeId(identity.device, identity.epoch, seq);
  const edits = readEdits(row.edits).map((e): StoredEdit => ({
    ...e,
    record: names.record(e.record),
    set: names.value(e.set),
    value: names.value(e.value),
    saw: names.saw(e.saw),
    ...(e.archive ? { archive: names.archive(e.archive) } : {}),
    ...(e.undoes ? { undoes: names.change(e.undoes) ?? e.undoes } : {}),
  }));
  const last = replica.changes.last.get(identity.epoch);
  const change: Change & { readonly was: Origin } = {
    ...changeOf(row, identity.device),
    epoch: identity.epoch,
    seq,
    save: id as string as Change['save'],
    was: originOf(row),
    edits: edits.map(asSent),
  };
  const hash = replica.env.sha256(changeText(change));
  const chain = replica.env.sha256(`${last?.chain ?? ''}${hash}`);
  const depends = names.depends(row);
  replica.changes.insert.run(
    identity.epoch,
    seq,
    seq,
    row.lane,
    'queued',
    row.author,
    row.role,
    row.schema,
    row.hlc,
    row.made_at,
    row.bytes,
    depends.length === 0 ? null : JSON.stringify(depends),
    JSON.stringify(edits),
    row.replaces,
    hash,
    chain,
  );
  replica.changes.setOrigin.run(
    JSON.stringify([change.was.epoch, change.was.seq, change.was.hash]),
    identity.epoch,
    seq,
  );
  replica.changes.replace.run(id, row.epoch, row.seq);
  for (const [i, old] of readEdits(row.edits).entries()) {
    const edit = edits[i] as StoredEdit;
    replica.pending.remove.run(old.record, old.group, row.epoch, row.seq);
    replica.pending.insert.run(edit.record, edit.group, identity.epoch, seq);
    showMoved(replica, old.record, edit);
  }
}

function showMoved(replica: Replica, from: RecordId, edit: StoredEdit): void {
  uncover(replica, from);
  if (edit.record === from) return;
  const here = replica.records.byId.get(edit.record);
  if (here) uncover(replica, edit.record);
  else createShown(replica, edit.record, edit.collection, overlay({}, pendingOn(replica, edit.record)));
}

/** Shows a record with what is still pending on it; one that is known nowhere else and has nothing left goes. */
function uncover(replica: Replica, id: RecordId): void {
  const row = replica.records.byId.get(id);
  if (!row) return;
  const pending = pendingOn(replica, id);
  if (row.pos > 0) writeCanonical(replica, row, canonicalOf(row), row.pos, undefined);
  else if (pending.length === 0) removeRecord(replica, row);
  else writeShown(replica, row, overlay({}, pending));
}
