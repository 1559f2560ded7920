/**
 * Questions as records: opened, widened and moved by the edits that meet in one group (C-4, C-7). The canonical value
 * stays; the others are kept beside it as sides, and everybody who sees the record sees the question.
 */
import { APPLIED, type EditOutcome } from '../../domain/change/outcome.ts';
import { recordId, SERVER_DEVICE, type ChangeId, type RecordId } from '../../domain/ids.ts';
import type { Fields } from '../../domain/json.ts';
import type { QuestionSide, QuestionState, QuestionSubject } from '../../domain/question/question.ts';
import type { Cell } from '../../domain/record/body.ts';
import { readSides, readState, readSubject } from '../../domain/schema/read-question.ts';
import { QUESTION } from '../../domain/schema/system.ts';
import { askedAnew, firstReviewer } from './assign.ts';
import type { EditContext } from './edit-context.ts';
import type { Draft, WorkingRecord } from './draft.ts';
import { reproject } from './reproject.ts';
import { appendRuleEntry } from './rule-entry.ts';

/** Opens a question between the canonical value and this edit; the record's cell points to it. */
export function openQuestion(
  c: EditContext,
  record: WorkingRecord,
  cell: Cell,
  canonical = sideOfCell(c, cell),
  contender = sideOfEdit(c),
): RecordId {
  const pos = c.draft.nextPosition();
  const id = recordId(SERVER_DEVICE, 1, pos, 0);
  const question = c.draft.create(id, QUESTION, pos);
  const subject: QuestionSubject = {
    record: record.id,
    collection: record.collection,
    group: c.edit.group,
    openedAt: c.draft.rules.now,
  };
  const sides = [canonical, contender];
  const reviewer = firstReviewer(c.draft, { site: record.site, subject, sides, writing: c.change.author });
  const state: QuestionState = {
    status: 'open',
    reviewer: reviewer?.person ?? null,
    reviewerRole: reviewer?.role ?? null,
    chosen: null,
    answeredBy: null,
    answeredAt: null,
    answer: null,
    reason: null,
  };
  writeQuestion(c, question, {
    subject: { ...subject },
    sides: sidesValue(sides),
    state: stateValue(state),
  });
  c.draft.write(record, c.edit.group, { ...cell, p: pos, q: id });
  reproject(c.draft, id, pos);
  return id;
}

export function sidesOf(draft: Draft, question: RecordId): readonly QuestionSide[] {
  return readSides(draft.record(question)?.body['sides']?.v);
}

export function stateOf(draft: Draft, question: RecordId): QuestionState {
  return readState(draft.record(question)?.body['state']?.v);
}

export function subjectOf(draft: Draft, question: RecordId): QuestionSubject {
  return readSubject(draft.record(question)?.body['subject']?.v);
}

export function sideOfEdit(c: EditContext, value: Fields = c.value): QuestionSide {
  const { author, role, device, madeAt } = c.change;
  return {
    writers: [c.id],
    value,
    person: author,
    role,
    device,
    madeAt,
    receivedAt: c.draft.rules.now,
    words: c.def.words(value),
  };
}

function sideOfCell(c: EditContext, cell: Cell): QuestionSide {
  const writer = cell.w[0] as ChangeId;
  return sideOfWriter(c, writer, cell.w, cell.v);
}

/** A side for a value that is already in the log. */
export function sideOfWriter(
  c: EditContext,
  writer: ChangeId,
  writers: readonly ChangeId[],
  value: Fields,
): QuestionSide {
  const entry = c.draft.entryOf(writer);
  if (!entry) throw new Error(`the log does not hold ${writer}`);
  const { author, role, device, madeAt, receivedAt } = entry;
  return { writers, value, person: author, role, device, madeAt, receivedAt, words: c.def.words(value) };
}

/** An author writes on: the side moves with them. The canonical side moves the record itself (C-7). */
export function moveSide(c: EditContext, record: WorkingRecord, cell: Cell, index: number): EditOutcome {
  const question = cell.q as RecordId;
  const before = sidesOf(c.draft, question);
  updateSides(
    c,
    question,
    before.map((s, i) => (i === index ? sideOfEdit(c) : s)),
  );
  // What its author has amended is asked about no longer, and no answer will ever reach it (W-2, L-1).
  const amended: EditOutcome = { kind: 'superseded', rule: 'latest', by: c.change.author };
  const gone = index === 0 ? [] : (before[index]?.writers ?? []);
  for (const writer of gone) c.draft.revise(writer, record.id, c.edit.group, null, amended);
  c.draft.write(record, c.edit.group, index === 0 ? { v: c.value, w: [c.id], p: c.pos, q: question } : passed(c, cell));
  return index === 0 ? APPLIED : { kind: 'conflict', question };
}

/** An equal value joins the side that already says it (C-2, C-7). */
export function joinSide(c: EditContext, record: WorkingRecord, cell: Cell, index: number): EditOutcome {
  const question = cell.q as RecordId;
  const sides = sidesOf(c.draft, question).map((s, i) => (i === index ? { ...s, writers: [...s.writers, c.id] } : s));
  updateSides(c, question, sides);
  c.draft.write(record, c.edit.group, index === 0 ? { ...cell, w: [...cell.w, c.id], p: c.pos } : passed(c, cell));
  return index === 0 ? APPLIED : { kind: 'conflict', question };
}

export function addContender(c: EditContext, record: WorkingRecord, cell: Cell): EditOutcome {
  const question = cell.q as RecordId;
  updateSides(c, question, [...sidesOf(c.draft, question), sideOfEdit(c)]);
  c.draft.write(record, c.edit.group, passed(c, cell));
  return { kind: 'conflict', question };
}

/** The value stands as it was, but the record passes the position of the outcome: its author waits for that (W-6). */
function passed(c: EditContext, cell: Cell): Cell {
  return { ...cell, p: c.pos };
}

function updateSides(c: EditContext, question: RecordId, sides: readonly QuestionSide[]): void {
  const working = c.draft.record(question);
  if (!working) throw new Error(`question ${question} is not there`);
  const asking = { site: working.site, subject: subjectOf(c.draft, question), sides, writing: c.change.author };
  const other = askedAnew(c.draft, asking, stateOf(c.draft, question));
  writeQuestion(c, working, { sides: sidesValue(sides), ...(other ? { state: stateValue(other) } : {}) });
}

export function sidesValue(sides: readonly QuestionSide[]): Fields {
  return { list: sides.map((s) => ({ ...s, writers: [...s.writers] })) };
}

/** As it is stored: what never happened takes no room. */
export function stateValue({ askedAt, escalatedAt, escalatedFrom, ...state }: QuestionState): Fields {
  return {
    ...state,
    ...(typeof askedAt === 'number' ? { askedAt } : {}),
    ...(typeof escalatedAt === 'number' ? { escalatedAt, escalatedFrom: escalatedFrom ?? null } : {}),
  };
}

/** Writes groups of a question and the log entry that tells of it. */
export function writeQuestion(
  c: EditContext,
  question: WorkingRecord,
  groups: { readonly [group: string]: Fields },
): void {
  const pos = appendRuleEntry(c, { kind: 'question', record: question, groups });
  for (const [group, value] of Object.entries(groups)) c.draft.write(question, group, { v: value, w: [c.id], p: pos });
}
