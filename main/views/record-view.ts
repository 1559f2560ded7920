/**
 * A record as a form opens it: every group with its value, what was in view of it (SAVE-5) and its label. A group under
 * review shows its author the author's own value, marked, until somebody has decided (C-4).
 */
import type { RecordId } from '../../domain/ids.ts';
import type { Cell } from '../../domain/record/body.ts';
import { nameOf } from '../../domain/question/question.ts';
import { valuesOf } from '../../domain/record/body.ts';
import { ARCHIVED } from '../../domain/schema/types.ts';
import type { GroupView, RecordView } from '../../protocol/ipc/views.ts';
import { sawOf } from '../replica/commit-change.ts';
import type { RecordRow } from '../replica/tables.ts';
import type { ViewContext } from './context.ts';
import { decisionsOf } from './decided.ts';
import { groupLabel, labelOfRecord } from './label.ts';
import { ownSide, questionNow } from './question-now.ts';
import { Reader } from './reader.ts';
import { groupTitle, wordsOf } from './words.ts';

/** Null when the record is not in this replica. */
export function recordView(ctx: ViewContext, id: RecordId): RecordView | null {
  const reader = new Reader(ctx);
  const row = reader.row(id);
  return row ? viewOf(reader, row) : null;
}

/** `below`: records that the label speaks for as well. */
export function viewOf(reader: Reader, row: RecordRow, below: readonly RecordRow[] = []): RecordView {
  const shown = cellsInView(reader, row);
  const canonical = reader.canonical(row);
  const groups: { [group: string]: GroupView } = {};
  const decided = decisionsOf(reader, row);
  for (const [group, cell] of Object.entries(shown)) {
    const decision = decided.get(group);
    groups[group] = {
      group,
      title: groupTitle(reader, row.collection, group),
      value: cell.v,
      words: wordsOf(reader, row.collection, group, cell.v),
      saw: sawOf(cell, canonical[group], shown[ARCHIVED]),
      label: groupLabel(reader, row, group, canonical[group]),
      ...(decision ? { decided: decision } : {}),
    };
  }
  return {
    id: row.id as RecordId,
    collection: row.collection,
    name: reader.def(row.collection)?.name(valuesOf(shown)) ?? row.collection,
    archived: shown[ARCHIVED]?.v['archived'] === true,
    groups,
    label: labelOfRecord(reader, row, below),
  };
}

/** What this person sees: unsent work over their own side of an open question over the server's word. */
export function cellsInView(reader: Reader, row: RecordRow): { readonly [group: string]: Cell } {
  const shown = reader.shown(row);
  if (!row.body.includes('"q":"')) return shown;
  const cells: { [group: string]: Cell } = { ...shown };
  for (const [group, cell] of Object.entries(shown)) {
    if (cell.q !== undefined && cell.p > 0) cells[group] = underReview(reader, cell, cell.q);
  }
  return cells;
}

function underReview(reader: Reader, cell: Cell, id: RecordId): Cell {
  const question = questionNow(reader, id);
  if (!question) return cell;
  const { state, sides } = question;
  const side = state.status === 'open' ? ownSide(reader, question) : sides.find((s) => nameOf(s) === state.chosen);
  return side === undefined || side === null || side === sides[0] ? cell : { ...cell, v: side.value, w: side.writers };
}
