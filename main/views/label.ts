/**
 * The labels of what a screen shows: of a group, of a record, of a line in a list. A job's label also speaks for what
 * hangs on it (parts, checks, readings, notes, times), because that is the work of the visit: a part line that has not
 * left this laptop must not hide behind a job that says "Synced". Lists pay for records that have something to say and
 * for one query beside; the others cost nothing more.
 */
import type { LabelEvidence, LabelView } from '../../protocol/ipc/views.ts';
import type { Cell } from '../../domain/record/body.ts';
import type { RecordRow } from '../replica/tables.ts';
import {
  evidenceOf,
  newestCell,
  NO_EVIDENCE,
  pendingAnswers,
  speak,
  spokenOf,
  spokenOfRecord,
  type Spoken,
} from './spoken.ts';
import type { RecordId } from '../../domain/ids.ts';
import { isVouched, type ViewContext } from './context.ts';
import { Reader } from './reader.ts';

/** Collections whose rows are part of a visit. */
export const VISIT_PARTS = ['partLine', 'checklistItem', 'reading', 'note', 'timeEntry', 'attachment'] as const;
const IS_VISIT_PART: ReadonlySet<string> = new Set(VISIT_PARTS);

export function groupLabel(reader: Reader, row: RecordRow, group: string, canonical: Cell | undefined): LabelView {
  return speak(spokenOf(reader, row, group, canonical), settledEvidence(reader, canonical));
}

/** `below`: records that this label speaks for as well. */
export function labelOfRecord(reader: Reader, row: RecordRow, below: readonly RecordRow[] = []): LabelView {
  const spoken = [row, ...below].flatMap((r) => (mayKeepSilent(reader, r) ? [] : spokenOfRecord(reader, r)));
  return speak(spoken, settledEvidence(reader, newestCell(reader, row)));
}

/** One label for what a save wrote, or for any handful of records. */
export function labelOfRecords(ctx: ViewContext, ids: readonly RecordId[]): LabelView {
  const reader = new Reader(ctx);
  const rows = ids.flatMap((id) => reader.row(id) ?? []);
  const [first] = rows;
  return first ? labelOfRecord(reader, first, rows.slice(1)) : speak([], NO_EVIDENCE);
}

/** Labels of a list: call `of` for each of its rows. */
export function listLabels(reader: Reader, rows: readonly RecordRow[]): { of(row: RecordRow): LabelView } {
  const below = spokenBelow(reader, rows);
  const answers = pendingAnswers(reader);
  return {
    of(row) {
      const evidence = { ...NO_EVIDENCE, position: row.pos > 0 ? row.pos : null };
      if (mayKeepSilent(reader, row) && !below.has(row.id) && !answers.has(row.id)) return speak([], evidence);
      return speak([...spokenOfRecord(reader, row), ...(below.get(row.id) ?? [])], evidence);
    },
  };
}

function spokenBelow(reader: Reader, rows: readonly RecordRow[]): ReadonlyMap<string, readonly Spoken[]> {
  const jobs = rows.filter((r) => r.collection === 'workOrder').map((r) => r.id);
  const map = new Map<string, Spoken[]>();
  if (jobs.length === 0) return map;
  const vouchedTo = reader.ctx.vouchedTo ?? Number.MAX_SAFE_INTEGER;
  for (const child of reader.statements.speakingChildren.all(JSON.stringify(jobs), asideMark(reader), vouchedTo)) {
    if (child.parent === null || !IS_VISIT_PART.has(child.collection)) continue;
    map.set(child.parent, [...(map.get(child.parent) ?? []), ...spokenOfRecord(reader, child)]);
  }
  return map;
}

/** From its text alone: nothing pending, no question, nothing of the reader's set aside. Cells are canonical text. */
function mayKeepSilent(reader: Reader, row: RecordRow): boolean {
  return (
    row.shown === null &&
    isVouched(reader.ctx, row.pos) &&
    !row.body.includes('"q":"') &&
    !row.body.includes(asideMark(reader)) &&
    !pendingAnswers(reader).has(row.id)
  );
}

const asideMark = (reader: Reader): string => `"x":{"author":"${reader.ctx.person}"`;

/** What stands behind "Synced": our own change where it was ours, else the position at which it came down. */
function settledEvidence(reader: Reader, cell: Cell | undefined): LabelEvidence {
  if (!cell) return NO_EVIDENCE;
  const own = reader.ownChange(cell.w[0]);
  return own && own.state === 'settled' ? evidenceOf(own, null) : { ...NO_EVIDENCE, position: cell.p };
}
