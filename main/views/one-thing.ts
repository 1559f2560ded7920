/**
 * A device that was entered twice (C-10), as the screens tell it: under the one that is kept, with what hangs on either. An
 * answer that has not been sent yet counts as given (C-5). What is kept at a site that this laptop does not have is not
 * looked for: the entry that is here goes on standing for it.
 */
import type { RecordId } from '../../domain/ids.ts';
import { nameOf } from '../../domain/question/question.ts';
import { ALIAS, ARCHIVED } from '../../domain/schema/types.ts';
import type { EntriesView, EntryView } from '../../protocol/ipc/views.ts';
import type { RecordRow } from '../replica/tables.ts';
import { questionNow } from './question-now.ts';
import { idIn, type Reader } from './reader.ts';
import { aboutRecord, siteName } from './words.ts';

/** The record that this one stands for, whether it is here or not; null: itself. */
function otherOf(reader: Reader, row: RecordRow): RecordId | null {
  const cell = reader.canonical(row)[ALIAS];
  if (cell?.q === undefined) return idIn(cell?.v['of']);
  const question = questionNow(reader, cell.q);
  if (question?.state.status !== 'answered') return null;
  return idIn(question.sides.find((s) => nameOf(s) === question.state.chosen)?.value['of']);
}

/** Other entries that stand for this one, theirs included. */
export function otherEntries(reader: Reader, row: RecordRow): readonly RecordRow[] {
  const direct = reader.children(row.id, row.collection).filter((r) => otherOf(reader, r) === row.id);
  return direct.flatMap((r) => [r, ...otherEntries(reader, r)]);
}

export function entriesView(reader: Reader, row: RecordRow): EntriesView {
  const other = otherOf(reader, row);
  const kept = other === null ? null : lastKept(reader, other);
  return {
    keptAs: other === null ? null : kept ? entryOf(reader, kept) : { id: null, words: '' },
    also: otherEntries(reader, row).map((r) => entryOf(reader, r)),
    asked: askedAbout(reader, row),
  };
}

function entryOf(reader: Reader, row: RecordRow): EntryView {
  const archived = reader.shown(row)[ARCHIVED]?.v['archived'] === true;
  const words = [aboutRecord(reader, row.id), siteName(reader, row.site), archived && 'archived'].filter(Boolean);
  return { id: row.id as RecordId, words: words.join(' · ') };
}

/** Null when it is not on this laptop. */
function lastKept(reader: Reader, id: RecordId): RecordRow | null {
  const row = reader.row(id);
  const next = row && otherOf(reader, row);
  return next ? (lastKept(reader, next) ?? row) : row;
}

/** The open question whether this one is another's second entry, or another one its. */
function askedAbout(reader: Reader, row: RecordRow): RecordId | null {
  const own = reader.canonical(row)[ALIAS]?.q;
  const all = [...(own ? [own] : []), ...reader.statements.openNaming.all(`"of":"${row.id}"`)];
  return all.find((id) => questionNow(reader, id)?.state.status === 'open') ?? null;
}

/** Numbers of rows that lists leave out, each with the row that is listed in its place. */
export function hiddenEntries(reader: Reader): ReadonlyMap<number, number> {
  const hidden = new Map<number, number>();
  for (const { rid, parent } of reader.statements.otherEntries.all()) {
    const kept = lastKept(reader, parent as RecordId);
    if (kept) hidden.set(rid, kept.rid);
  }
  return hidden;
}
