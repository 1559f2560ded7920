/**
 * The heart of merging: one edit against the canonical state of its group. Pure, total, and the only place where it is
 * decided who stands. A clash is found by comparing writers, never times (C-1, C-9); a value that two people share is
 * no clash (C-2); the group's policy decides the rest (C-3), and what it cannot decide becomes a question (C-4).
 *
 *   saw a canonical writer? ──yes──► apply
 *     │no
 *   question open on the group? ──yes──► amend own side │ join an equal side │ contend        (C-7)
 *     │no
 *   same value? ──yes──► join                                                                 (C-2)
 *     │no
 *   policy: latest ► later stamp │ field, office ► higher rank │ review or equal rank ► question
 */
import type { Hlc } from '../clock/hlc.ts';
import type { ChangeId, PersonId } from '../ids.ts';
import { sameFields, type Fields } from '../json.ts';
import type { Policy, Role } from '../schema/types.ts';
import { compareRanks } from './rank.ts';

/** The canonical value of a group, with what the log says of its writer. */
export interface Standing {
  readonly value: Fields;
  readonly writers: readonly ChangeId[];
  readonly author: PersonId;
  readonly role: Role;
  /** The latest stamp in the writer set: a value that two people wrote is as new as the newer of them. */
  readonly hlc: Hlc;
}

export interface Side {
  readonly writers: readonly ChangeId[];
  readonly value: Fields;
  readonly author: PersonId;
}

export interface Incoming {
  readonly id: ChangeId;
  readonly value: Fields;
  /** Writer in the state that the editor had in view. */
  readonly saw: ChangeId | null;
  /** The open question was in view of the editor (C-7). */
  readonly sawQuestion: boolean;
  readonly author: PersonId;
  readonly role: Role;
  readonly hlc: Hlc;
}

export type Decision =
  | { readonly kind: 'apply' }
  | { readonly kind: 'join' }
  | { readonly kind: 'win'; readonly rule: 'field' | 'office' | 'latest' }
  | { readonly kind: 'lose'; readonly rule: 'field' | 'office' | 'latest' }
  | { readonly kind: 'question' }
  | { readonly kind: 'moveSide'; readonly side: number }
  | { readonly kind: 'joinSide'; readonly side: number }
  | { readonly kind: 'contend' };

/** `sides` are those of the open question on this group, canonical first; empty when none is open. */
export function decide(
  policy: Policy,
  standing: Standing | null,
  sides: readonly Side[],
  edit: Incoming,
  same: (a: Fields, b: Fields) => boolean = sameFields,
): Decision {
  if (sides.length > 0) return decideUnderReview(sides, edit, same);
  if (!standing) return { kind: 'apply' };
  if (edit.saw !== null && standing.writers.includes(edit.saw)) return { kind: 'apply' };
  if (same(standing.value, edit.value)) return { kind: 'join' };
  if (policy === 'latest')
    return later(edit, standing) ? { kind: 'win', rule: policy } : { kind: 'lose', rule: policy };
  if (policy === 'field' || policy === 'office') {
    const rank = compareRanks(policy, edit.role, standing.role);
    if (rank > 0) return { kind: 'win', rule: policy };
    if (rank < 0) return { kind: 'lose', rule: policy };
  }
  return { kind: 'question' };
}

/**
 * C-7: nobody settles their own question by writing again; equal values join. Whoever wrote over the canonical value before
 * the question was in view goes on where they were: that side moves. Everybody else is a further side, also who saw the
 * canonical value with the question beside it, since that is an opinion on the question.
 */
function decideUnderReview(sides: readonly Side[], edit: Incoming, same: (a: Fields, b: Fields) => boolean): Decision {
  const equal = sides.findIndex((s) => same(s.value, edit.value));
  const own = sides.findIndex((s) => s.author === edit.author && edit.saw !== null && s.writers.includes(edit.saw));
  if (own >= 0) return { kind: 'moveSide', side: own };
  if (equal >= 0) return { kind: 'joinSide', side: equal };
  const canonical = sides[0];
  const movesCanonical = canonical !== undefined && edit.saw !== null && canonical.writers.includes(edit.saw);
  const isContender = sides.some((s, i) => i > 0 && s.author === edit.author);
  if (movesCanonical && !isContender && !edit.sawQuestion) return { kind: 'moveSide', side: 0 };
  return { kind: 'contend' };
}

/** Later logical time; equal stamps are told apart by the change id, so that every replica agrees. */
function later(edit: Incoming, standing: Standing): boolean {
  if (edit.hlc !== standing.hlc) return edit.hlc > standing.hlc;
  return edit.id > (standing.writers[0] ?? '');
}
