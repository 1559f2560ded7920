/**
 * A question as it stands on this laptop: what the server sent, with this laptop's own unsent answers on top, by the
 * same rule that the server will apply to them (C-5). Without it an answer given offline would seem to have done nothing.
 */
import type { EditOutcome } from '../../domain/change/outcome.ts';
import type { ChangeId, PersonId, RecordId } from '../../domain/ids.ts';
import type { Fields } from '../../domain/json.ts';
import {
  decideAnswer,
  nameOf,
  type QuestionSide,
  type QuestionState,
  type QuestionSubject,
} from '../../domain/question/question.ts';
import type { Cell } from '../../domain/record/body.ts';
import { readEdits } from '../replica/stored-edit.ts';
import type { ChangeRow, RecordRow } from '../replica/tables.ts';
import type { ViewContext } from './context.ts';
import { readAnswer, readPassedOn, readSides, readState, readSubject } from './read-question.ts';
import type { Reader } from './reader.ts';

export interface QuestionNow {
  readonly id: RecordId;
  readonly row: RecordRow;
  readonly subject: QuestionSubject;
  /** Canonical first. */
  readonly sides: readonly QuestionSide[];
  readonly state: QuestionState;
  /** As the server sent it. */
  readonly sent: QuestionState;
  /** Our own answer on its way that made it what it is; null when the server's word stands. */
  readonly answering: ChangeRow | null;
  /** The last answer that the server took. */
  readonly answer: Cell | undefined;
  /** It waited too long for `from` and was passed on. */
  readonly passedOn: PassedOn | null;
}

export interface PassedOn {
  readonly at: number;
  readonly from: PersonId | null;
}

/** Null when the question has not reached this replica. */
export function questionNow(reader: Reader, id: RecordId): QuestionNow | null {
  const key = `question ${id}`;
  const known = reader.remembered.get(key) as QuestionNow | null | undefined;
  if (known !== undefined) return known;
  const row = reader.row(id);
  const made = row ? build(reader, id, row) : null;
  reader.remembered.set(key, made);
  return made;
}

function build(reader: Reader, id: RecordId, row: RecordRow): QuestionNow | null {
  const body = reader.canonical(row);
  const subject = readSubject(body['subject']?.v);
  if (!subject) return null;
  const sent = readState(body['state']?.v);
  const sides = readSides(body['sides']?.v);
  const start: QuestionNow = {
    id,
    row,
    subject,
    sides,
    state: sent,
    sent,
    answering: null,
    answer: body['answer'],
    passedOn: readPassedOn(body['state']?.v),
  };
  return reader.pending(row).reduce((question, p) => {
    const change = reader.change(p.epoch, p.seq);
    return change && p.grp === 'answer' ? withAnswer(reader, question, change) : question;
  }, start);
}

function withAnswer(reader: Reader, question: QuestionNow, change: ChangeRow): QuestionNow {
  const edits = readEdits(change.edits);
  const at = edits.findIndex((e) => e.record === question.id && e.group === 'answer');
  const edit = edits[at];
  if (!edit || change.state === 'held' || outcomeAt(change, at)?.kind === 'superseded') return question;
  const id = reader.ownId(change.epoch, change.seq);
  const decision = decideAnswer(question.sides, question.state, readAnswer(edit.value), isCurrent(reader, question));
  switch (decision.kind) {
    case 'settled':
      return { ...question, answering: change, state: answered(question.state, decision.kept, change, id, edit.value) };
    case 'narrowed':
      return { ...question, answering: change, sides: decision.sides };
    case 'reopened':
      return { ...question, answering: change, state: reopened(question.state) };
    case 'sidesChanged':
    case 'alreadyAnswered':
    case 'undoTooLate':
      return question;
  }
}

function isCurrent(reader: Reader, { state, subject, answering }: QuestionNow): boolean {
  if (state.answer === null) return false;
  if (answering && reader.ownId(answering.epoch, answering.seq) === state.answer) return true;
  const record = reader.row(subject.record);
  const cell = record && reader.canonical(record)[subject.group];
  return cell?.q === undefined && cell?.w.includes(state.answer) === true;
}

function answered(
  state: QuestionState,
  kept: QuestionSide,
  change: ChangeRow,
  answer: ChangeId,
  value: Fields,
): QuestionState {
  const reason = readAnswer(value).reason;
  const answeredBy = change.author as PersonId;
  return { ...state, status: 'answered', chosen: nameOf(kept), answeredBy, answeredAt: change.made_at, answer, reason };
}

function reopened(state: QuestionState): QuestionState {
  return {
    ...state,
    status: 'open',
    chosen: null,
    answeredBy: null,
    answeredAt: null,
    answer: null,
    reason: null,
  };
}

/** What became of one edit of a change; null while nothing is known, and when all was applied as written. */
export function outcomeAt(change: ChangeRow, at: number): EditOutcome | null {
  if (change.outcome === null) return null;
  return (JSON.parse(change.outcome) as readonly EditOutcome[])[at] ?? null;
}

/** The reviewer it was given to, and managers and admins in any case. */
export function mayAnswer(ctx: ViewContext, reviewer: PersonId | null): boolean {
  return reviewer === ctx.person || ctx.role === 'manager' || ctx.role === 'admin';
}

/** Asked of the reader; what is asked of nobody is asked of all who may decide. */
export function isForMe(ctx: ViewContext, { state }: { readonly state: Pick<QuestionState, 'reviewer'> }): boolean {
  return state.reviewer === ctx.person || (state.reviewer === null && mayAnswer(ctx, null));
}

/** The reviewer, who was asked before it was passed on, and managers and admins in any case. */
export function mayDecide(ctx: ViewContext, { state, passedOn }: Pick<QuestionNow, 'state' | 'passedOn'>): boolean {
  return mayAnswer(ctx, state.reviewer) || (passedOn !== null && passedOn.from === ctx.person);
}

/** Where the reader's own value stands beside the canonical one: their own screen goes on showing it (C-4). */
export function ownSide(reader: Reader, question: QuestionNow): QuestionSide | null {
  const { person, replica } = reader.ctx;
  const mine = question.sides.filter((s) => s.person === person);
  const here = mine.findLast((s) => s.device === replica.identity()?.device);
  if (here) return here;
  const first = question.sides[0];
  return first && mine.includes(first) ? first : (mine.at(-1) ?? null);
}
