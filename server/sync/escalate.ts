/**
 * Open questions, looked at again (C-4): whoever lost the right to answer is not waited for, and what nobody answered
 * within the organisation's limit goes up, from the manager to a lead to an admin. It becomes part of the question, under
 * the change that opened it, by the same lock, log and fan-out as any change; whoever sees it may still answer it.
 */
import type { RecordId } from '../../domain/ids.ts';
import type { QuestionState } from '../../domain/question/question.ts';
import type { Draft, WorkingRecord } from './draft.ts';
import { askedAnew, passedOn, type Asking } from './assign.ts';
import { appendUnder } from './rule-entry.ts';
import { sidesOf, stateOf, stateValue, subjectOf } from './questions.ts';

export interface PassedOn {
  /** Questions that wait for somebody else now, since who was asked may not answer. */
  readonly anew: number;
  /** Questions that went to the next rank. */
  readonly escalated: number;
  /** Where to go on: questions beyond this one have not been looked at; null: all have. */
  readonly next: RecordId | null;
}

/** Open questions looked at in one transaction: laptops wait for it. */
export const LOOKED_AT_ONCE = 200;

export function passOn(draft: Draft, after: RecordId | null, limit = LOOKED_AT_ONCE): PassedOn {
  const page = draft.view.openQuestions(after, limit);
  let anew = 0;
  let escalated = 0;
  for (const { id } of page) {
    const question = draft.record(id);
    if (!question) continue;
    const state = stateOf(draft, id);
    const [subject, sides] = [subjectOf(draft, id), sidesOf(draft, id)];
    const asking: Asking = { site: question.site, subject, sides, writing: null };
    const other = askedAnew(draft, asking, state);
    const above = other ? null : passedOn(draft, asking, state);
    if (other) anew += 1;
    if (above) escalated += 1;
    const next = other ?? above;
    if (next) rewrite(draft, question, next);
  }
  return { anew, escalated, next: page.length < limit ? null : (page.at(-1)?.id ?? null) };
}

function rewrite(draft: Draft, question: WorkingRecord, state: QuestionState): void {
  const opening = question.body['subject']?.w[0];
  const cause = opening && draft.entryOf(opening);
  if (!cause) throw new Error(`the log does not hold what opened ${question.id}`);
  const value = stateValue(state);
  const pos = appendUnder(draft, cause, { kind: 'question', record: question, groups: { state: value } });
  draft.write(question, 'state', { v: value, w: [opening], p: pos });
}
