/**
 * One side of a question as a card shows it: the value in plain words, the lines beneath it, who wrote it and what else
 * they did on the record around that time. Only what this laptop holds is used, so that a question can be read and
 * answered without a link.
 */
import { parseRecordId, parseChangeId } from '../../domain/ids.ts';
import type { Fields } from '../../domain/json.ts';
import { nameOf, type QuestionSide } from '../../domain/question/question.ts';
import type { Cell } from '../../domain/record/body.ts';
import { partWords } from '../../domain/schema/hospital.ts';
import type { SideView } from '../../protocol/ipc/views.ts';
import type { RecordRow } from '../replica/tables.ts';
import { VISIT_PARTS } from './label.ts';
import { clockTime, moment } from './moment.ts';
import type { QuestionNow } from './question-now.ts';
import { numberOf, text, type Reader } from './reader.ts';
import { wordsOf } from './words.ts';

/** What is further from the moment of writing than this is another visit. */
const AROUND_MS = 12 * 3_600_000;
const ALSO_AT_MOST = 4;

export function sideView(reader: Reader, question: QuestionNow, side: QuestionSide): SideView {
  const { subject } = question;
  const record = reader.row(subject.record);
  const lines = record ? linesOf(reader, question, record, side) : [];
  const own = wordsOf(reader, subject.collection, subject.group, side.value) || side.words;
  return {
    side: nameOf(side),
    words: lines.length > 0 ? lines.map(shortLine).join(', ') : own,
    value: side.value,
    details: detailsOf(lines),
    person: reader.person(side.person),
    role: side.role,
    madeAt: side.madeAt,
    receivedAt: side.receivedAt,
    also: record ? alsoOf(reader, question, record, side) : [],
    isMine: side.person === reader.ctx.person,
  };
}

/** The rows that this side stands for: the part lines that its author added to the job. */
function linesOf(reader: Reader, { subject }: QuestionNow, record: RecordRow, side: QuestionSide): readonly Fields[] {
  const strikes = reader.def(subject.collection)?.groups[subject.group]?.strikes;
  if (!strikes || strikes.when(side.value)) return [];
  const lines: Fields[] = [];
  for (const row of reader.children(record.id, strikes.collection)) {
    const line = reader.shown(row)['entry']?.v;
    if (line && deviceOfRecord(row) === side.device) lines.push(line);
  }
  return lines;
}

function shortLine(line: Fields): string {
  return partWords({ ...line, serial: null });
}

/** Of one line what its words left out; of several each in full. */
function detailsOf(lines: readonly Fields[]): readonly string[] {
  const rest = (line: Fields): string =>
    [
      text(line['serial']) && `serial ${text(line['serial'])}`,
      text(line['partNumber']) && `part number ${text(line['partNumber'])}`,
    ]
      .filter(Boolean)
      .join(', ');
  const [only] = lines;
  if (lines.length === 1 && only) return rest(only) ? [rest(only)] : [];
  return lines.map((line) => [shortLine(line), rest(line)].filter(Boolean).join(', '));
}

function alsoOf(reader: Reader, { subject }: QuestionNow, record: RecordRow, side: QuestionSide): readonly string[] {
  const body = reader.shown(record);
  const wrote = (group: string): Cell | undefined => {
    const cell = body[group];
    return group !== subject.group && cell && cell.w.some((w) => parseChangeId(w)?.device === side.device)
      ? cell
      : undefined;
  };
  const said = [
    progressWords(reader, wrote('progress'), side),
    wrote('findings') ? 'wrote the findings' : '',
    wrote('condition')
      ? `set the condition: ${wordsOf(reader, record.collection, 'condition', wrote('condition')?.v ?? {})}`
      : '',
    ...VISIT_PARTS.map((collection) => childrenWords(reader, record, collection, subject.group, side)),
  ];
  return said.filter(Boolean).slice(0, ALSO_AT_MOST);
}

function progressWords(reader: Reader, cell: Cell | undefined, side: QuestionSide): string {
  const finished = numberOf(cell?.v['finished']);
  const started = numberOf(cell?.v['started']);
  if (cell?.v['status'] === 'done')
    return finished === null ? 'closed the job' : `closed the job at ${at(reader, finished, side)}`;
  return started === null ? '' : `started the job at ${at(reader, started, side)}`;
}

function at(reader: Reader, time: number, side: QuestionSide): string {
  return Math.abs(time - side.madeAt) <= AROUND_MS ? clockTime(reader.ctx, time) : moment(reader.ctx, time);
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

function childrenWords(
  reader: Reader,
  record: RecordRow,
  collection: string,
  group: string,
  side: QuestionSide,
): string {
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
  if (row.collection !== 'checklistItem') return deviceOfRecord(row) === side.device;
  const writer = reader.shown(row)['result']?.w[0];
  return writer !== undefined && parseChangeId(writer)?.device === side.device;
}

function deviceOfRecord(row: RecordRow): number | undefined {
  return parseRecordId(row.id)?.device;
}
