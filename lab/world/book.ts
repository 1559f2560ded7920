/**
 * What the people of a run remember: every save that was called saved, every save that failed loudly, every one that
 * the laptop did not live to answer. It knows nothing of how Holdfast works; the invariants hold Holdfast to it.
 */
import type { ChangeId } from '../../domain/ids.ts';

export interface Remembered {
  /** Text that only this save ever wrote; null where the group holds no free text. */
  readonly token: string | null;
  readonly laptop: string;
  readonly at: number;
  readonly what: string;
  /** `saved`: the label said so. `failed`: "NOT SAVED". `unknown`: the laptop died in it. */
  readonly fate: 'saved' | 'failed' | 'unknown';
  readonly changes: readonly ChangeId[];
  /** The disk that held it was replaced by an older copy before it left: no software brings it back. */
  excused: boolean;
}

export interface Book {
  readonly saves: readonly Remembered[];
  /** A word that nobody wrote before. */
  token(): string;
  remember(save: Omit<Remembered, 'excused'>): void;
}

export function createBook(): Book {
  const saves: Remembered[] = [];
  let tokens = 0;
  return {
    saves,
    token: () => `w${++tokens}w`,
    remember: (save) => void saves.push({ ...save, excused: false }),
  };
}

/** Words of the book in a value. */
export function tokensIn(text: string): readonly string[] {
  return text.match(/\bw\d+w\b/g) ?? [];
}
