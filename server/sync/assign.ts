/**
 * Whom a question is asked of (C-4): the first by rank who may answer for its site, and nobody about their own value while
 * there is somebody else. Who may not answer any more is replaced; whoever did not answer in time is followed by the
 * next rank. Pure over the draft.
 */
import type { PersonId, RecordId } from '../../domain/ids.ts';
import type { QuestionSide, QuestionState, QuestionSubject } from '../../domain/question/question.ts';
import { rungOf } from '../../domain/question/reviewers.ts';
import type { Reviewer } from '../storage/contract/types.ts';
import type { Draft } from './draft.ts';

/** A question, as far as it matters who is asked. */
export interface Asking {
  readonly site: RecordId | null;
  readonly subject: Pick<QuestionSubject, 'record' | 'group' | 'openedAt'>;
  readonly sides: readonly QuestionSide[];
  /** Whose change is being judged: it has no receipt yet. Null: none is. */
  readonly writing: PersonId | null;
}

/** Null: nobody may answer. An author is asked only where there is nobody else. */
export function firstReviewer(draft: Draft, asking: Asking): Reviewer | null {
  return firstOf([draft.view.reviewers(asking.site)], authorsOf(draft, asking));
}

/** The state, asked of somebody else where who is asked may not answer now, or has become an author; null: all is well. */
export function askedAnew(draft: Draft, asking: Asking, state: QuestionState): QuestionState | null {
  const all = draft.view.reviewers(asking.site);
  const authors = authorsOf(draft, asking);
  const now = all.find((r) => r.person === state.reviewer && r.role === state.reviewerRole);
  if (now && !authors.has(now.person)) return null;
  // What has gone up does not come down again, as long as there is somebody up there.
  const rung = state.escalatedAt ? rungOf(state.reviewerRole) : 0;
  const next = firstOf([all.filter((r) => rungOf(r.role) >= rung), all], authors);
  if (next?.person === (now?.person ?? null) || (!next && state.reviewer === null)) return null;
  // Where only authors are left, the one who is asked stays.
  if (now && next && authors.has(next.person)) return null;
  return askedOf(draft, state, next);
}

/** The state, asked of the next rank, once the time of who is asked is over; null: not yet, or there is nobody above. */
export function passedOn(draft: Draft, asking: Asking, state: QuestionState): QuestionState | null {
  const limit = draft.view.escalateAfter();
  const { now } = draft.rules;
  if (limit === null || now - (state.askedAt ?? asking.subject.openedAt) < limit) return null;
  const authors = authorsOf(draft, asking);
  const rung = rungOf(state.reviewerRole);
  const above = draft.view.reviewers(asking.site).find((r) => rungOf(r.role) > rung && !authors.has(r.person));
  return above ? { ...askedOf(draft, state, above), escalatedAt: now, escalatedFrom: state.reviewer } : null;
}

function askedOf(draft: Draft, state: QuestionState, next: Reviewer | null): QuestionState {
  const { now } = draft.rules;
  return { ...state, reviewer: next?.person ?? null, reviewerRole: next?.role ?? null, askedAt: now };
}

function firstOf(choices: readonly (readonly Reviewer[])[], authors: ReadonlySet<PersonId>): Reviewer | null {
  const others = choices.flatMap((list) => list.find((r) => !authors.has(r.person)) ?? []);
  return others[0] ?? choices.flat()[0] ?? null;
}

/** Everybody who wrote one of the values. Whoever answered an earlier question about the group is not an author of it. */
function authorsOf(draft: Draft, { subject, sides, writing }: Asking): ReadonlySet<PersonId> {
  const authors = new Set<PersonId>(writing === null ? [] : [writing]);
  for (const side of sides) {
    authors.add(side.person);
    for (const writer of side.writers.slice(1)) {
      const entry = draft.entryOf(writer);
      const wrote = entry?.edits.some((e) => e.record === subject.record && e.group === subject.group);
      if (entry && wrote) authors.add(entry.author);
    }
  }
  return authors;
}
