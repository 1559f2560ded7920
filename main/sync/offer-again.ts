/**
 * Own work whose outcome a restored server has lost, offered to it again (W-12): under the same ids, with the same content,
 * so that it counts once wherever it is known, and in an order in which nothing overtakes what it builds on. Until
 * then it is as pending as it was: on top of the record, and labelled as saved here (W-6).
 */
import type { EditOutcome } from '../../domain/change/outcome.ts';
import { nextState, type ChangeState } from '../../domain/change/state.ts';
import { creatorOf, isRecordId, parseChangeId, type ChangeId, type Position, type RecordId } from '../../domain/ids.ts';
import { overlay } from '../../domain/record/overlay.ts';
import { canonicalOf, createShown, pendingOn, writeShown } from '../replica/record-store.ts';
import type { Replica } from '../replica/replica.ts';
import { readEdits, type StoredEdit } from '../replica/stored-edit.ts';
import type { ChangeRow } from '../replica/tables.ts';
import { isMadeByPending } from './read-again.ts';

/** Call inside the transaction that goes back. Gives how many there are. */
export function offerAgain(replica: Replica, common: Position): number {
  const lost = replica.beyond.decided.all(common);
  const records = new Map<RecordId, string>();
  for (const row of lost) {
    const edits = readEdits(row.edits);
    replica.beyond.offerAgain.run(nextState(row.state as ChangeState, 'forgotten'), row.epoch, row.seq);
    for (const e of edits) {
      if (row.state === 'settled') replica.pending.insert.run(e.record, e.group, row.epoch, row.seq);
      records.set(e.record, e.collection);
    }
  }
  replica.beyond.unhearReplaced.run(common);
  if (lost.length > 0) orderAnew(replica);
  for (const [record, collection] of records) showPending(replica, record, collection);
  return lost.length;
}

/** On top of the record as it was last known; one that left the view is here again for as long as the work is. */
function showPending(replica: Replica, record: RecordId, collection: string): void {
  const row = replica.records.byId.get(record);
  const pending = pendingOn(replica, record);
  if (row) return writeShown(replica, row, overlay(canonicalOf(row), pending));
  createShown(replica, record, collection, overlay({}, pending));
  if (!isMadeByPending(replica, record)) replica.writeMeta(`leaving ${record}`, true);
}

/**
 * What had settled was no dependency of later work, and now it is one again. Work that was held for what it builds on is
 * free when nothing of that is held any more.
 */
function orderAnew(replica: Replica): void {
  const open = replica.beyond.open.all();
  const byId = new Map(open.map((row) => [`${row.epoch}.${row.seq}`, row]));
  const newest = new Map<string, number>();
  const held = new Set(open.filter((row) => row.state === 'held').map((row) => `${row.epoch}.${row.seq}`));
  for (const row of open) {
    const edits = readEdits(row.edits);
    const depends = new Set(row.depends === null ? [] : (JSON.parse(row.depends) as readonly number[]));
    const on = (seq: number | undefined): void => {
      if (seq !== undefined && seq < row.seq && byId.has(`${row.epoch}.${seq}`)) depends.add(seq);
    };
    for (const edit of edits) {
      const place = `${row.epoch} ${edit.record} ${edit.group}`;
      on(newest.get(place));
      for (const id of builtOn(replica, edit)) on(ownSequence(replica, row, id));
    }
    for (const edit of edits) newest.set(`${row.epoch} ${edit.record} ${edit.group}`, row.seq);
    const text = depends.size === 0 ? null : JSON.stringify([...depends].toSorted((a, b) => a - b));
    if (text !== row.depends) replica.beyond.setDepends.run(text, row.epoch, row.seq);
    if (!isHeldForAnother(row) || [...depends].some((d) => held.has(`${row.epoch}.${d}`))) continue;
    held.delete(`${row.epoch}.${row.seq}`);
    replica.beyond.offerAgain.run(nextState('held', 'forgotten'), row.epoch, row.seq);
  }
}

function builtOn(
  replica: Replica,
  { record, collection, group, value, saw }: StoredEdit,
): readonly (ChangeId | null)[] {
  const path = replica.env.schema.collections[collection]?.parent;
  const parent = path && path.group === group ? value[path.field] : null;
  const above = typeof parent === 'string' && isRecordId(parent) ? creatorOf(parent) : null;
  return [creatorOf(record), saw.writer, saw.archived, above];
}

function ownSequence(replica: Replica, row: ChangeRow, id: ChangeId | null): number | undefined {
  const parts = id === null ? null : parseChangeId(id);
  const isHere = parts !== null && parts.device === replica.identity()?.device && parts.epoch === row.epoch;
  return isHere ? parts.seq : undefined;
}

function isHeldForAnother({ state, outcome }: ChangeRow): boolean {
  if (state !== 'held' || outcome === null) return false;
  return (JSON.parse(outcome) as readonly EditOutcome[]).some((e) => e.kind === 'refused' && e.code === 'dependency');
}
