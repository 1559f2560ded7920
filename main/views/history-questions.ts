/**
 * Questions and answers in the story of a record: opened by whose values, answered by whom and why. From the log of the
 * question where it was read, which also holds answers that were taken back; otherwise from the question itself.
 */
import type { ChangeId, PersonId } from '../../domain/ids.ts';
import type { Fields } from '../../domain/json.ts';
import { nameOf, type QuestionSide } from '../../domain/question/question.ts';
import { labelOf } from '../../domain/label/save-label.ts';
import type { HistoryEntry } from '../../protocol/ipc/views.ts';
import { readEdits } from '../replica/stored-edit.ts';
import type { RecordRow } from '../replica/tables.ts';
import { becameWords } from './change-words.ts';
import { readLog, type Logged } from './history-log.ts';
import { questionNow, type QuestionNow } from './question-now.ts';
import { readState } from '../../domain/schema/read-question.ts';
import { readAnswer } from './read-question.ts';
import type { Reader } from './reader.ts';
import { spokenOfChange } from './spoken.ts';
import { groupTitle, wordsOf } from './words.ts';

export function questionEntries(reader: Reader, record: RecordRow): readonly HistoryEntry[] {
  return reader.children(record.id, 'question').flatMap((row) => {
    const question = questionNow(reader, row.id as Parameters<typeof questionNow>[1]);
    if (!question) return [];
    const log = readLog(reader, row.id);
    const told = log.filter((m) => m.kind === 'change' && m.group === 'answer');
    const answers = told.length > 0 ? told.map((m) => loggedAnswer(reader, question, m)) : sentAnswer(reader, question);
    return [
      opened(reader, question),
      ...passedOn(reader, question, log),
      ...answers,
      ...pendingAnswers(reader, question),
    ];
  });
}

function opened(reader: Reader, question: QuestionNow): HistoryEntry {
  const { subject, sides, state, row } = question;
  const cell = reader.canonical(row)['subject'];
  const last = sides.at(-1);
  const reviewer = state.reviewer === null ? 'a service manager' : reader.person(state.reviewer);
  return {
    ...baseOf(reader, question, 'opened'),
    person: reader.person(last?.person ?? null),
    role: last?.role ?? '',
    madeAt: subject.openedAt,
    receivedAt: subject.openedAt,
    position: cell?.p ?? null,
    before: null,
    after: sides.map((s) => `${sideWords(reader, question, s)} (${reader.person(s.person)})`).join(' or '),
    became: `Asked: ${reviewer} decides which is right`,
    kind: 'question',
  };
}

/** Asked of somebody else: nobody had answered in time, or who was asked may not answer any more (C-4). */
function passedOn(reader: Reader, question: QuestionNow, log: readonly Logged[]): readonly HistoryEntry[] {
  const states = log
    .filter((m) => m.kind === 'question' && m.group === 'state')
    .map((m) => ({ m, state: readState(m.value) }));
  return states.flatMap(({ m, state }, i): readonly HistoryEntry[] => {
    const before = states[i - 1]?.state;
    if (!before || state.status !== 'open' || state.reviewer === before.reviewer) return [];
    const name = (person: PersonId | null): string => (person === null ? 'nobody' : reader.person(person));
    const isLate = state.escalatedAt !== undefined && state.escalatedAt !== before.escalatedAt;
    return [
      {
        ...baseOf(reader, question, `asked.${m.pos}`),
        person: 'Holdfast',
        role: '',
        madeAt: m.receivedAt,
        receivedAt: m.receivedAt,
        position: m.pos,
        before: name(before.reviewer),
        after: name(state.reviewer),
        became: isLate ? 'Passed on: nobody had answered in time' : 'Asked of somebody else, who may answer',
        kind: 'question',
      },
    ];
  });
}

/** The answer that stands, as the server sent it. */
function sentAnswer(reader: Reader, question: QuestionNow): readonly HistoryEntry[] {
  const { sent } = question;
  if (sent.status !== 'answered') return [];
  const value = { chosen: sent.chosen, reason: sent.reason };
  return [
    {
      ...baseOf(reader, question, 'answer'),
      ...whoAnswered(reader, sent.answeredBy, sent.reviewer === sent.answeredBy ? (sent.reviewerRole ?? '') : ''),
      madeAt: sent.answeredAt ?? question.subject.openedAt,
      receivedAt: sent.answeredAt,
      position: reader.canonical(question.row)['state']?.p ?? null,
      before: null,
      after: answerWords(reader, question, value),
      became: becameOfAnswer('Decided', sent.reason),
      kind: 'answer',
    },
  ];
}

function loggedAnswer(reader: Reader, question: QuestionNow, m: Logged): HistoryEntry {
  const { outcome } = m;
  const change = m.change as ChangeId;
  const became =
    outcome.kind === 'applied'
      ? 'Decided'
      : becameWords(reader, outcome, { change, collection: 'question', group: 'answer' });
  return {
    ...baseOf(reader, question, `answer.${m.pos}`),
    ...whoAnswered(reader, m.author as PersonId, m.role),
    madeAt: m.madeAt,
    receivedAt: m.receivedAt,
    position: m.pos,
    before: null,
    after: answerWords(reader, question, m.value),
    became: becameOfAnswer(became, readAnswer(m.value).reason),
    kind: 'answer',
  };
}

function pendingAnswers(reader: Reader, question: QuestionNow): readonly HistoryEntry[] {
  return reader.pending(question.row).flatMap((p): readonly HistoryEntry[] => {
    const change = reader.change(p.epoch, p.seq);
    const edit = change && readEdits(change.edits).find((e) => e.record === question.id && e.group === 'answer');
    const said = change && spokenOfChange(reader, change, question.id, 'answer');
    if (!change || !edit || !said) return [];
    return [
      {
        ...baseOf(reader, question, `pending.${p.epoch}.${p.seq}`),
        ...whoAnswered(reader, change.author as PersonId, change.role),
        madeAt: change.made_at,
        receivedAt: change.received_at,
        position: null,
        before: null,
        after: answerWords(reader, question, edit.value),
        became: becameOfAnswer(labelOf(said.standing).text, readAnswer(edit.value).reason),
        kind: 'answer',
      },
    ];
  });
}

function baseOf(reader: Reader, { id, subject }: QuestionNow, part: string) {
  const title = groupTitle(reader, subject.collection, subject.group);
  return {
    key: `${id}.${part}`,
    group: subject.group,
    title,
    saw: null,
    path: null,
    question: id,
    undo: null,
    clock: null,
  };
}

function whoAnswered(reader: Reader, person: PersonId | null, role: string) {
  return { person: reader.person(person), role };
}

function answerWords(reader: Reader, question: QuestionNow, value: Fields): string {
  const { chosen, undoes } = readAnswer(value);
  if (undoes !== null) return 'Took the answer back';
  const side = question.sides.find((s) => nameOf(s) === chosen);
  return side ? `Kept: ${sideWords(reader, question, side)} (${reader.person(side.person)})` : 'Kept one of the values';
}

function becameOfAnswer(became: string, reason: string | null): string {
  return reason ? `${became.replace(/\.$/, '')}. Why: ${reason}` : became;
}

function sideWords(reader: Reader, { subject }: QuestionNow, side: QuestionSide): string {
  return wordsOf(reader, subject.collection, subject.group, side.value) || side.words;
}
