/**
 * Seen back: the replica has passed the position of an outcome, and what the outcome says can be found in it (W-6, Q-4).
 * Then the change is settled, its edits no longer lie on top of the record, and the label may say "Synced".
 */
import type { ChangeId, Position, RecordId } from '../../domain/ids.ts';
import type { Fields } from '../../domain/json.ts';
import type { Cell } from '../../domain/record/body.ts';
import { applyPatch } from '../../domain/record/overlay.ts';
import { canonicalOf, idOf, isLeaving, removeRecord, writeCanonical } from '../replica/record-store.ts';
import type { Replica } from '../replica/replica.ts';
import { readEdits, type StoredEdit } from '../replica/stored-edit.ts';
import type { ChangeRow, PlainRow, RecordRow } from '../replica/tables.ts';

/** Settles what the cursor proves. Call inside the transaction that moves the cursor. */
export function confirmUpTo(replica: Replica, cursor: Position): number {
  const seenAt = replica.env.clock();
  const settled: { row: ChangeRow; edits: readonly StoredEdit[] }[] = [];
  for (const row of replica.changes.confirmable.all(cursor)) {
    const edits = readEdits(row.edits);
    if (edits.every((e) => isInReplica(replica, e, row.position ?? 0))) settled.push({ row, edits });
  }
  const records = new Set<RecordId>();
  for (const { row, edits } of settled) {
    settle(replica, row, edits, seenAt);
    for (const e of edits) records.add(e.record);
  }
  for (const id of records) uncover(replica, id);
  return settled.length;
}

/**
 * The console's own work came back without its values: it has them, and the positions are those of the outcomes. Each
 * edit becomes the canonical cell that the server made of it, word for word.
 */
export function confirmOwn(replica: Replica, from: Position, to: Position): number {
  const seenAt = replica.env.clock();
  const bodies = new Map<RecordId, { row: RecordRow; body: Record<string, Cell>; pos: number }>();
  const rows = replica.changes.confirmablePlain.all(from, to);
  for (const row of rows) {
    const id = idOf(replica, row.epoch, row.seq);
    for (const edit of readEdits(row.edits)) {
      replica.pending.remove.run(edit.record, edit.group, row.epoch, row.seq);
      putOwn(replica, bodies, edit, id, row.position as Position);
    }
  }
  for (const [epoch, first, last] of runsOf(rows)) replica.changes.settleRun.run(seenAt, epoch, first, last);
  for (const [id, { row, body, pos }] of bodies) {
    if (isLeaving(replica, id)) removeRecord(replica, row);
    else writeCanonical(replica, row, body, pos, undefined);
  }
  return rows.length;
}

/** Neighbours in the queue, settled by one statement: [epoch, first sequence, last]. */
function runsOf(rows: readonly PlainRow[]): readonly (readonly [number, number, number])[] {
  const runs: [number, number, number][] = [];
  for (const { epoch, seq } of rows) {
    const run = runs.at(-1);
    if (run && run[0] === epoch && run[2] + 1 === seq) run[2] = seq;
    else runs.push([epoch, seq, seq]);
  }
  return runs;
}

/**
 * The patch laid over what was canonical, as the server does it. What the author had in view may differ from that in the
 * letter: a field that was cleared and one that was never written count as equal (C-2).
 */
function valueAtServer(before: Cell | undefined, { saw, set, value }: StoredEdit): Fields {
  return before && saw.writer !== null && before.w.includes(saw.writer) ? applyPatch(before.v, set) : value;
}

function putOwn(
  replica: Replica,
  bodies: Map<RecordId, { row: RecordRow; body: Record<string, Cell>; pos: number }>,
  edit: StoredEdit,
  id: ChangeId,
  position: Position,
): void {
  let at = bodies.get(edit.record);
  if (!at) {
    const row = replica.records.byId.get(edit.record);
    if (!row) return;
    at = { row, body: { ...canonicalOf(row) }, pos: row.pos };
    bodies.set(edit.record, at);
  }
  if ((at.body[edit.group]?.p ?? 0) >= position) return;
  at.body[edit.group] = { v: valueAtServer(at.body[edit.group], edit), w: [id], p: position };
  at.pos = Math.max(at.pos, position);
}

/**
 * The record stands at that position or later, or is not in view any more. Pieces bring all groups of a record together,
 * so the record's position speaks for each of them.
 */
function isInReplica(replica: Replica, edit: StoredEdit, position: number): boolean {
  const row = replica.records.byId.get(edit.record);
  return row === undefined || (row.pos > 0 && row.pos >= position) || isLeaving(replica, edit.record);
}

function settle(replica: Replica, row: ChangeRow, edits: readonly StoredEdit[], seenAt: number): void {
  replica.changes.settle.run(seenAt, row.epoch, row.seq);
  for (const e of edits) replica.pending.remove.run(e.record, e.group, row.epoch, row.seq);
}

/** Shows the record without the settled work on top; one that is not the view's any more goes now. */
function uncover(replica: Replica, id: RecordId): void {
  const row = replica.records.byId.get(id);
  if (!row) return;
  if (isLeaving(replica, id)) removeRecord(replica, row);
  else writeCanonical(replica, row, canonicalOf(row), row.pos, undefined);
}
