/** Who is asked first, next and last (C-4): the order in which a question nobody answers goes up. */
import type { Role } from '../schema/types.ts';

export const REVIEWERS: readonly Role[] = ['manager', 'lead', 'admin'];

/** Place in that order; -1: does not answer questions, or nobody was asked. */
export function rungOf(role: Role | null): number {
  return role === null ? -1 : REVIEWERS.indexOf(role);
}
