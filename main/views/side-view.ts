/**
 * One side of a question as a card shows it: the value in plain words, the lines beneath it, who wrote it, when, how far
 * that time can be trusted, and what else they did on the record then. Only what this laptop holds is used, so that a
 * question can be read and answered without a link.
 */
import { parseRecordId } from '../../domain/ids.ts';
import type { Fields } from '../../domain/json.ts';
import { nameOf, type QuestionSide } from '../../domain/question/question.ts';
import { ARCHIVED } from '../../domain/schema/types.ts';
import { partWords } from '../../domain/schema/hospital.ts';
import type { SideView } from '../../protocol/ipc/views.ts';
import type { RecordRow } from '../replica/tables.ts';
import { alsoOf } from './also.ts';
import { readLog } from './history-log.ts';
import { span } from './moment.ts';
import { saidOfSide, sideInWords } from './question-words.ts';
import type { QuestionNow } from './question-now.ts';
import { text, type Reader } from './reader.ts';

/** Clocks apart by less than this are right: it is what a message may be on its way. */
const CLOCKS_AGREE_MS = 60_000;

export function sideView(reader: Reader, question: QuestionNow, side: QuestionSide): SideView {
  const record = reader.row(question.subject.record);
  const lines = record ? linesOf(reader, question, record, side) : [];
  const said = saidOfSide(reader, question, side);
  return {
    side: nameOf(side),
    words: lines.length > 0 ? lines.map(shortLine).join(', ') : sideInWords(reader, question, side),
    value: side.value,
    details: said?.details ?? detailsOf(lines),
    person: reader.person(side.person),
    role: side.role,
    madeAt: side.madeAt,
    receivedAt: side.receivedAt,
    clock: clockOf(reader, question, side),
    also: record ? alsoOf(reader, question, record, side) : [],
    isMine: side.person === reader.ctx.person,
    deed: said?.deed ?? null,
  };
}

/**
 * That the laptop's clock was wrong, where it can be known (C-9): the log says by how much where a stamp had to be clamped,
 * and nothing is written after it has arrived. A clock that was behind looks like work that travelled for long.
 */
function clockOf(reader: Reader, { subject }: QuestionNow, side: QuestionSide): string | null {
  const ahead = readLog(reader, subject.record).find((m) => m.change === nameOf(side))?.ahead;
  if (ahead !== undefined) return `That laptop’s clock was ${span(ahead)} ahead`;
  const early = side.madeAt - side.receivedAt;
  return early > CLOCKS_AGREE_MS ? `That laptop’s clock was at least ${span(early)} ahead` : null;
}

/** The rows that this side stands for: the part lines that its author added to the job. */
function linesOf(reader: Reader, question: QuestionNow, record: RecordRow, side: QuestionSide): readonly Fields[] {
  const { subject, state } = question;
  const strikes = reader.def(subject.collection)?.groups[subject.group]?.strikes;
  if (!strikes || strikes.when(side.value)) return [];
  const lines: Fields[] = [];
  for (const row of reader.children(record.id, strikes.collection)) {
    const body = reader.shown(row);
    const line = body['entry']?.v;
    // Struck by the answer itself they still say what that side was; struck before they are not part of the question.
    const isStruck = state.status === 'open' && body[ARCHIVED]?.v['archived'] === true;
    if (line && !isStruck && parseRecordId(row.id)?.device === side.device) lines.push(line);
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
