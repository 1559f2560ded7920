/**
 * What the author of a side also did on the record then: other groups that they set, rows that they added. "Then" is told
 * by the numbers of the changes, which need no clock: what one laptop wrote within a few changes belongs to one visit.
 */
import { parseChangeId, parseRecordId } from '../../domain/ids.ts';
import { nameOf, type QuestionSide } from '../../domain/question/question.ts';
import type { Cell } from '../../domain/record/body.ts';
import { ALIAS, ARCHIVED } from '../../domain/schema/types.ts';
import type { RecordRow } from '../replica/tables.ts';
import { VISIT_PARTS } from './label.ts';
import { clockTime, moment } from './moment.ts';
import type { QuestionNow } from './question-now.ts';
import { numberOf, type Reader } from './reader.ts';
import { groupTitle, wordsOf } from './words.ts';

/** What is further from the moment of writing than this is another visit. */
const AROUND_MS = 12 * 3_600_000;
/** Changes of one laptop that a visit may lie apart: a save is up to three of them. */
const AROUND_CHANGES = 40;
const ALSO_AT_MOST = 5;
/** Longer values are named without being said. */
const SAID_AT_MOST = 80;

export function alsoOf(
  reader: Reader,
  { subject }: QuestionNow,
  record: RecordRow,
  side: QuestionSide,
): readonly string[] {
  const said: string[] = [];
  for (const [group, cell] of Object.entries(reader.shown(record))) {
    if (
      group === subject.group ||
      group === ARCHIVED ||
      group === ALIAS ||
      !cell.w.some((w) => isNear(parseChangeId(w), side))
    )
      continue;
    said.push(groupWords(reader, record, group, cell, side));
  }
  for (const collection of VISIT_PARTS) said.push(rowsWords(reader, record, collection, subject.group, side));
  return said.filter(Boolean).slice(0, ALSO_AT_MOST);
}

interface Numbered {
  readonly device: number;
  readonly epoch: number;
  readonly seq: number;
}

/** Written by the same laptop, a few changes before or after. */
function isNear(written: Numbered | null, side: QuestionSide): boolean {
  const own = parseChangeId(nameOf(side));
  if (!written || !own || written.device !== own.device || written.epoch !== own.epoch) return false;
  return Math.abs(written.seq - own.seq) <= AROUND_CHANGES;
}

function groupWords(reader: Reader, record: RecordRow, group: string, cell: Cell, side: QuestionSide): string {
  if (group === 'progress') {
    const words = progressWords(reader, cell, side);
    if (words) return words;
  }
  const title = groupTitle(reader, record.collection, group).toLowerCase();
  const value = wordsOf(reader, record.collection, group, cell.v);
  return value.length > SAID_AT_MOST ? `also wrote the ${title}` : `also wrote ${title}: “${value}”`;
}

function progressWords(reader: Reader, { v }: Cell, side: QuestionSide): string {
  const at = (time: number): string =>
    Math.abs(time - side.madeAt) <= AROUND_MS ? clockTime(reader.ctx, time) : moment(reader.ctx, time);
  const finished = numberOf(v['finished']);
  const started = numberOf(v['started']);
  if (v['status'] === 'done') return finished === null ? 'closed the job' : `closed the job at ${at(finished)}`;
  return v['status'] === 'started' && started !== null ? `started the job at ${at(started)}` : '';
}

const DID: { readonly [collection: string]: (n: number) => string } = {
  partLine: (n) => `added ${n === 1 ? 'a part' : `${n} parts`}`,
  checklistItem: (n) => `filled in ${n === 1 ? 'a check' : `${n} checks`}`,
  reading: (n) => `took ${n === 1 ? 'a reading' : `${n} readings`}`,
  note: (n) => `wrote ${n === 1 ? 'a note' : `${n} notes`}`,
  timeEntry: () => 'entered time',
  attachment: (n) => `added ${n === 1 ? 'a file' : `${n} files`}`,
};
/** Collections whose sort key is the time of the row. */
const TIMED: ReadonlySet<string> = new Set(['reading', 'note', 'timeEntry']);

function rowsWords(reader: Reader, record: RecordRow, collection: string, group: string, side: QuestionSide): string {
  const strikes = reader.def(record.collection)?.groups[group]?.strikes;
  if (strikes?.collection === collection) return '';
  const rows = reader.children(record.id, collection).filter((row) => {
    const far = TIMED.has(collection) && row.sort !== null && Math.abs(row.sort - side.madeAt) > AROUND_MS;
    return !far && wroteRow(reader, row, side);
  });
  return rows.length === 0 ? '' : (DID[collection]?.(rows.length) ?? '');
}

/** A check is there before the visit; whoever filled it in wrote its result. */
function wroteRow(reader: Reader, row: RecordRow, side: QuestionSide): boolean {
  if (row.collection !== 'checklistItem') return isNear(parseRecordId(row.id), side);
  const writer = reader.shown(row)['result']?.w[0];
  return writer !== undefined && isNear(parseChangeId(writer), side);
}
