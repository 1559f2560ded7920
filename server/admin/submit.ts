/** Hands changes to the committer as they would arrive from a laptop, and says which were not plainly applied. */
import { changeText, type Change } from '../../domain/change/change.ts';
import { allApplied, type ChangeOutcome } from '../../domain/change/outcome.ts';
import type { Committer } from '../sync/committer.ts';

export interface Submit {
  readonly committer: Committer;
  readonly sha256: (text: string) => string;
}

export async function submitChanges(
  { committer, sha256 }: Submit,
  changes: readonly Change[],
): Promise<readonly ChangeOutcome[]> {
  if (changes.length === 0) return [];
  return committer.submit({ changes, hashes: changes.map((change) => sha256(changeText(change))) });
}

/** What stands in the way of a change, in words; null when all of it was applied. */
export function whyNot(outcome: ChangeOutcome | undefined): string | null {
  if (!outcome) return 'the server gave no answer';
  if (allApplied(outcome.edits)) return null;
  const first = outcome.edits.find((e) => e.kind !== 'applied');
  if (first?.kind === 'refused') return first.words;
  if (first?.kind === 'conflict') return 'somebody wrote something else meanwhile; a question was opened';
  return `not applied: ${first?.kind ?? 'unknown'}`;
}
