/** What became of an edit on the server (W-3). Data, so that words and labels can be made from it anywhere. */
import type { ChangeId, PersonId, Position, RecordId } from '../ids.ts';

/** Why something was refused. Every code has its words in `refusal-words.ts`. */
export const REFUSALS = [
  'unknownCollection',
  'unknownGroup',
  'wrongShape',
  'notAllowed',
  'notYourDevice',
  'appendOnly',
  'noSuchRecord',
  'notAQuestion',
  'tooLarge',
  'waitedTooLong',
  /** Said on the laptop itself: a change that this one builds on is held. */
  'dependency',
] as const;
export type Refusal = (typeof REFUSALS)[number];

export type SettlingRule = 'field' | 'office' | 'latest' | 'answered' | 'sidesChanged' | 'undone';

export type EditOutcome =
  | { readonly kind: 'applied' }
  | { readonly kind: 'superseded'; readonly rule: SettlingRule; readonly by: PersonId | null }
  | { readonly kind: 'conflict'; readonly question: RecordId }
  | { readonly kind: 'waiting'; readonly forChange: ChangeId }
  | { readonly kind: 'escrow'; readonly owner: PersonId | null }
  | { readonly kind: 'replaced'; readonly by: ChangeId }
  | { readonly kind: 'refused'; readonly code: Refusal; readonly words: string };

/** Outcome of one change: at which position it stands in the log, and what became of each of its edits, in order. */
export interface ChangeOutcome {
  readonly seq: number;
  readonly position: Position;
  readonly edits: readonly EditOutcome[];
  /**
   * True when every edit became the canonical value just as it was written and nothing else followed: then the author's
   * own laptop can make the same of it from the position alone.
   */
  readonly clean?: boolean;
}

export const APPLIED: EditOutcome = { kind: 'applied' };

export function allApplied(edits: readonly EditOutcome[]): boolean {
  return edits.every((e) => e.kind === 'applied');
}
