/**
 * A question between people (C-4, C-5, C-7): its sides, canonical first, and what an answer does to them. Pure: the
 * server applies what is decided here, and a console shows the same for an answer that it has not sent yet.
 */
import type { ChangeId, PersonId, RecordId } from '../ids.ts';
import type { Fields } from '../json.ts';
import type { Role } from '../schema/types.ts';

export interface QuestionSide {
  /** Changes that wrote this value; the first names the side. */
  readonly writers: readonly ChangeId[];
  readonly value: Fields;
  readonly person: PersonId;
  readonly role: Role;
  readonly device: number;
  readonly madeAt: number;
  readonly receivedAt: number;
  readonly words: string;
}

export interface QuestionSubject {
  readonly record: RecordId;
  readonly collection: string;
  readonly group: string;
  readonly openedAt: number;
}

export interface QuestionState {
  readonly status: 'open' | 'answered';
  readonly reviewer: PersonId | null;
  readonly reviewerRole: Role | null;
  readonly chosen: ChangeId | null;
  readonly answeredBy: PersonId | null;
  readonly answeredAt: number | null;
  /** The change that answered it. */
  readonly answer: ChangeId | null;
  readonly reason: string | null;
  /** When it came to whom it waits for now, if not when it was opened (C-4); milliseconds UTC, the server's clock. */
  readonly askedAt?: number | null;
  /** When it was passed on because nobody answered, and from whom; absent: it never was. */
  readonly escalatedAt?: number | null;
  readonly escalatedFrom?: PersonId | null;
}

export interface AnswerEdit {
  readonly chosen: ChangeId | null;
  readonly against: readonly ChangeId[];
  readonly undoes: ChangeId | null;
  readonly reason: string | null;
}

export type AnswerDecision =
  /** One side is left: it is canonical from now on. `lost` are set aside. */
  | { readonly kind: 'settled'; readonly kept: QuestionSide; readonly lost: readonly QuestionSide[] }
  /** More sides wait: they are asked next. `sides` is the new list, canonical first. */
  | { readonly kind: 'narrowed'; readonly sides: readonly QuestionSide[]; readonly lost: readonly QuestionSide[] }
  /** A side that the answer names is no longer as it was in view: the question stays open (C-5). */
  | { readonly kind: 'sidesChanged' }
  /** Somebody answered before: the second answer changes nothing (C-5). */
  | { readonly kind: 'alreadyAnswered'; readonly by: PersonId | null }
  /** The question is open again as it was (C-6). */
  | { readonly kind: 'reopened' }
  /** What the undo would take back is not the current answer any more (C-6). */
  | { readonly kind: 'undoTooLate' };

export function nameOf(side: QuestionSide): ChangeId {
  const first = side.writers[0];
  if (first === undefined) throw new TypeError('a side without a writer');
  return first;
}

/** `stillCurrent`: the group's canonical writer set still holds the answer that an undo would take back. */
export function decideAnswer(
  sides: readonly QuestionSide[],
  state: QuestionState,
  answer: AnswerEdit,
  stillCurrent: boolean,
): AnswerDecision {
  if (answer.undoes !== null) {
    const current = state.status === 'answered' && state.answer === answer.undoes && stillCurrent;
    return current ? { kind: 'reopened' } : { kind: 'undoTooLate' };
  }
  if (state.status === 'answered') return { kind: 'alreadyAnswered', by: state.answeredBy };
  const kept = sides.find((s) => nameOf(s) === answer.chosen);
  const lost = answer.against.map((name) => sides.find((s) => nameOf(s) === name));
  if (!kept || lost.length === 0 || lost.some((s) => s === undefined || s === kept)) return { kind: 'sidesChanged' };
  const gone = lost as readonly QuestionSide[];
  const left = sides.filter((s) => !gone.includes(s));
  if (left.length === 1) return { kind: 'settled', kept, lost: gone };
  const canonicalLost = sides[0] !== undefined && gone.includes(sides[0]);
  const ordered = canonicalLost ? [kept, ...left.filter((s) => s !== kept)] : left;
  return { kind: 'narrowed', sides: ordered, lost: gone };
}
