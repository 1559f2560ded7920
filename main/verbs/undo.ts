/**
 * Undo (C-6): a new change that writes back what stood before, as long as what it takes back is still what stands here; the
 * server holds it against what stands there. A record that was created is archived. Nothing vanishes: both stay in history.
 */
import type { ChangeState } from '../../domain/change/state.ts';
import { creatorOf, parseChangeId, type RecordId } from '../../domain/ids.ts';
import type { Json } from '../../domain/json.ts';
import { QUESTION } from '../../domain/schema/system.ts';
import { ARCHIVED } from '../../domain/schema/types.ts';
import { presentValue } from '../../domain/schema/upcast.ts';
import { ConsoleFault } from '../../protocol/ipc/fault.ts';
import type { UndoChangeInput } from '../../protocol/ipc/inputs.ts';
import { commitSave, sawOf, type Author, type NewEdit, type Saved } from '../replica/commit-change.ts';
import { canonicalOf, idOf, shownOf } from '../replica/record-store.ts';
import type { Replica } from '../replica/replica.ts';
import { standsAlone } from '../replica/stands-alone.ts';
import { readEdits } from '../replica/stored-edit.ts';
import type { ChangeRow, RecordRow } from '../replica/tables.ts';
import { archiveView } from './archive-view.ts';
import { keepOnDisk } from './keep-on-disk.ts';
import { keepOwnSignature } from './keep-signature.ts';
import { loggedWrites, type Written } from './logged-writes.ts';
import { checkEdit } from './validate.ts';

/** @throws ConsoleFault notFound, notAllowed when it cannot be undone (any more); nothing was changed then. */
export function undo(replica: Replica, author: Author, input: UndoChangeInput): Saved {
  const written = writtenBy(replica, input);
  if (written.length === 0) throw notFound();
  const created = new Set(written.filter((w) => creatorOf(w.record) === w.change).map((w) => w.record));
  const edits = [
    ...[...created].map((record) => archiving(replica, record)),
    ...written.filter((w) => !created.has(w.record)).map((w) => writingBack(replica, w)),
  ];
  for (const { record, collection, group, set, seen } of edits) {
    checkEdit(replica.env.schema, author.role, { collection, group, set, seen, creates: record === null });
    keepOwnSignature(replica.env.schema.collections[collection]?.groups[group], author, seen, set);
  }
  return keepOnDisk(() => commitSave(replica, author, edits));
}

function writtenBy(replica: Replica, { change, record }: UndoChangeInput): readonly Written[] {
  const parts = parseChangeId(change);
  const isOurs = parts !== null && parts.device === replica.identity()?.device;
  const row = isOurs ? replica.changes.byKey.get(parts.epoch, parts.seq) : undefined;
  if (!row) return record === null ? [] : loggedWrites(replica, change, record);
  const rows = record === null ? ofSave(replica, row) : [row];
  return rows.flatMap((r) => ownWrites(replica, r)).filter((w) => record === null || w.record === record);
}

/** All changes of one save: neighbours, from its first on. */
function ofSave(replica: Replica, { epoch, save_seq }: ChangeRow): readonly ChangeRow[] {
  const rows: ChangeRow[] = [];
  for (let seq = save_seq; ; seq++) {
    const row = replica.changes.byKey.get(epoch, seq);
    if (!row || row.save_seq !== save_seq) return rows;
    rows.push(row);
  }
}

function ownWrites(replica: Replica, row: ChangeRow): readonly Written[] {
  const state = row.state as ChangeState;
  if (state === 'held') throw notAllowed('It was not taken by the server. Put it right in Sync.');
  if (state === 'replaced') throw notAllowed('A newer change has taken its place.');
  const change = idOf(replica, row.epoch, row.seq);
  return readEdits(row.edits).map(({ record, collection, group, before }) => ({
    change,
    record,
    collection,
    group,
    before: before ?? null,
  }));
}

function writingBack(replica: Replica, { change, record, collection, group, before }: Written): NewEdit {
  if (collection === QUESTION) throw notAllowed('An answer is taken back in Review.');
  const row = rowOf(replica, record);
  if (!standsAlone(row, group, change)) throw tooLate(replica, collection, group);
  const [shown, canonical] = [shownOf(row), canonicalOf(row)];
  const seen = shown[group]?.v ?? {};
  const nothing = Object.fromEntries(Object.keys(seen).map((field): [string, Json] => [field, null]));
  const present = before && presentValue(replica.env.schema, collection, group, before);
  const saw = sawOf(shown[group], canonical[group], shown[ARCHIVED]);
  return { record, collection, group, set: { ...nothing, ...present }, saw, seen, undoes: change };
}

function archiving(replica: Replica, record: RecordId): NewEdit {
  const row = rowOf(replica, record);
  const { collection } = row;
  const first = replica.env.schema.collections[collection]?.first ?? '';
  const [shown, canonical] = [shownOf(row), canonicalOf(row)];
  const change = creatorOf(record);
  if (!standsAlone(row, first, change) || shown[ARCHIVED] !== undefined) throw tooLate(replica, collection, first);
  const saw = sawOf(shown[ARCHIVED], canonical[ARCHIVED], shown[ARCHIVED]);
  const set = { archived: true, reason: 'undone' };
  return { record, collection, group: ARCHIVED, set, saw, archive: archiveView(replica, row), undoes: change };
}

function rowOf(replica: Replica, id: RecordId): RecordRow {
  const row = replica.records.byId.get(id);
  if (!row) throw notFound();
  return row;
}

function tooLate(replica: Replica, collection: string, group: string): ConsoleFault {
  const title = replica.env.schema.collections[collection]?.groups[group]?.title ?? group;
  return notAllowed(`${title}: something else stands there by now, so there is nothing to undo. See the history.`);
}

function notFound(): ConsoleFault {
  const words = 'What stood before is not known on this laptop. Connect, open the history, and try again.';
  return new ConsoleFault({ kind: 'notFound', words, field: null, code: 'undo' });
}

function notAllowed(words: string): ConsoleFault {
  return new ConsoleFault({ kind: 'notAllowed', words, field: null, code: 'undo' });
}
