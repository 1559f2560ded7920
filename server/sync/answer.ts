/**
 * An answer to a question, applied (C-5): it names the sides it saw; one is kept, the others are set aside and stay in
 * history; a late or second answer changes nothing and learns why.
 */
import { APPLIED, type EditOutcome, type SettlingRule } from '../../domain/change/outcome.ts';
import type { ChangeId, Position, RecordId } from '../../domain/ids.ts';
import {
  decideAnswer,
  nameOf,
  type AnswerEdit,
  type QuestionSide,
  type QuestionState,
} from '../../domain/question/question.ts';
import { readAnswer } from '../../domain/schema/read-question.ts';
import { ARCHIVED } from '../../domain/schema/types.ts';
import { askedAnew } from './assign.ts';
import type { EditContext } from './edit-context.ts';
import type { WorkingRecord } from './draft.ts';
import { reproject } from './reproject.ts';
import { appendRuleEntry } from './rule-entry.ts';
import { sidesOf, sidesValue, stateOf, stateValue, subjectOf, writeQuestion } from './questions.ts';

export function applyAnswer(c: EditContext): EditOutcome {
  const question = c.draft.record(c.edit.record);
  if (!question) throw new Error(`question ${c.edit.record} is not there`);
  const state = stateOf(c.draft, question.id);
  const subject = subjectOf(c.draft, question.id);
  const record = c.draft.record(subject.record);
  if (!record) throw new Error(`record ${subject.record} of a question is not there`);
  const sides = sidesOf(c.draft, question.id);
  const current = record.body[subject.group];
  const answer = readAnswer(c.value);
  const decision = decideAnswer(
    sides,
    state,
    answer,
    // Beneath another question it is no longer for this one to say what stands: two would ask about one group (C-6).
    state.answer !== null && current?.q === undefined && current?.w.includes(state.answer) === true,
  );
  c.draft.write(question, 'answer', { v: c.value, w: [c.id], p: c.pos });
  switch (decision.kind) {
    case 'settled':
      return settle(c, { question, record, state, answer }, decision.kept, decision.lost);
    case 'narrowed':
      writeQuestion(c, question, { sides: sidesValue(decision.sides) });
      setAside(c, question.id, record, subject.group, decision.lost);
      leadOn(c, record, subject.group, decision.sides[0] as QuestionSide, question.id);
      return APPLIED;
    case 'reopened':
      return reopen(c, question, record, state, sides);
    case 'sidesChanged':
      return superseded('sidesChanged', null);
    case 'alreadyAnswered':
      return superseded('answered', decision.by);
    case 'undoTooLate':
      return superseded('undone', state.answeredBy);
  }
}

/** The question, the record that it is about, and what was answered. */
interface Asked {
  readonly question: WorkingRecord;
  readonly record: WorkingRecord;
  readonly state: QuestionState;
  readonly answer: AnswerEdit;
}

function settle(c: EditContext, asked: Asked, kept: QuestionSide, lost: readonly QuestionSide[]): EditOutcome {
  const { question, record, state, answer } = asked;
  const { group } = subjectOf(c.draft, question.id);
  const settled: QuestionState = {
    ...state,
    status: 'answered',
    chosen: nameOf(kept),
    answeredBy: c.change.author,
    answeredAt: c.draft.rules.now,
    answer: c.id,
    reason: answer.reason,
  };
  writeQuestion(c, question, { state: stateValue(settled) });
  const told = lost.find((s) => s.person !== kept.person);
  const x = told && {
    x: { writer: nameOf(told), author: told.person, rule: 'answered' as const, by: c.change.author },
  };
  const p = endOfLog(c);
  c.draft.write(record, group, { v: kept.value, w: [...kept.writers, c.id], p, ...x });
  for (const writer of kept.writers) c.draft.revise(writer, record.id, group, question.id, APPLIED);
  setAside(c, question.id, record, group, lost);
  strike(c, record, group, kept, null);
  finishRecords(c, question, record);
  return APPLIED;
}

/** Everything as it was before the answer (C-6). */
function reopen(
  c: EditContext,
  question: WorkingRecord,
  record: WorkingRecord,
  state: QuestionState,
  sides: readonly QuestionSide[],
): EditOutcome {
  const { group } = subjectOf(c.draft, question.id);
  const canonical = sides[0] as QuestionSide;
  // Its time begins anew: whoever is asked now has only just been asked again (C-4).
  const blank = { chosen: null, answeredBy: null, answeredAt: null, answer: null, reason: null };
  const opened: QuestionState = { ...state, ...blank, status: 'open', askedAt: c.draft.rules.now };
  const asking = { site: question.site, subject: subjectOf(c.draft, question.id), sides, writing: null };
  writeQuestion(c, question, {
    state: stateValue(askedAnew(c.draft, asking, opened) ?? opened),
  });
  strike(c, record, group, sides.find((s) => nameOf(s) === state.chosen) ?? canonical, state.answer);
  moveCanonical(c, record, group, canonical, question.id);
  for (const side of sides) {
    const outcome: EditOutcome = side === canonical ? APPLIED : { kind: 'conflict', question: question.id };
    for (const writer of side.writers) c.draft.revise(writer, record.id, group, null, outcome);
  }
  finishRecords(c, question, record);
  return APPLIED;
}

/** The side that was kept stands now, as the first one did before: if its author writes on, nobody else will say so (C-7, W-2). */
function leadOn(c: EditContext, record: WorkingRecord, group: string, side: QuestionSide, q: RecordId): void {
  moveCanonical(c, record, group, side, q);
  for (const writer of side.writers) c.draft.revise(writer, record.id, group, null, APPLIED);
}

function moveCanonical(c: EditContext, record: WorkingRecord, group: string, side: QuestionSide, q: RecordId): void {
  c.draft.write(record, group, { v: side.value, w: side.writers, p: endOfLog(c), q });
}

function setAside(
  c: EditContext,
  question: RecordId,
  record: WorkingRecord,
  group: string,
  lost: readonly QuestionSide[],
): void {
  for (const side of lost) {
    const outcome = superseded('answered', c.change.author);
    for (const writer of side.writers) c.draft.revise(writer, record.id, group, question, outcome);
  }
}

/**
 * "None" strikes the lines, visibly; taking that answer back (`undone`) brings back the lines that it struck, and leaves
 * alone what a person struck. Nothing vanishes.
 */
function strike(
  c: EditContext,
  record: WorkingRecord,
  group: string,
  kept: QuestionSide,
  undone: ChangeId | null,
): void {
  const def = c.draft.rules.schema.collections[record.collection]?.groups[group];
  if (!def?.strikes || !def.strikes.when(kept.value)) return;
  const reason = `${def.title}: ${def.words(kept.value)}`;
  for (const child of c.draft.children(record.id)) {
    if (child.collection !== def.strikes.collection) continue;
    const cell = child.body[ARCHIVED];
    const isStruck = cell?.v['archived'] === true;
    const strikes = undone === null;
    if (isStruck === strikes || (undone !== null && cell?.w.includes(undone) !== true)) continue;
    const value = strikes ? { archived: true, reason } : { archived: false };
    const pos = appendRuleEntry(c, { kind: 'strike', record: child, groups: { [ARCHIVED]: value } });
    c.draft.write(child, ARCHIVED, { v: value, w: [c.id], p: pos });
    reproject(c.draft, child.id, pos);
  }
}

function finishRecords(c: EditContext, question: WorkingRecord, record: WorkingRecord): void {
  reproject(c.draft, question.id, endOfLog(c));
  reproject(c.draft, record.id, endOfLog(c));
}

function endOfLog(c: EditContext): Position {
  return c.draft.end();
}

function superseded(rule: SettlingRule, by: EditContext['change']['author'] | null): EditOutcome {
  return { kind: 'superseded', rule, by };
}
