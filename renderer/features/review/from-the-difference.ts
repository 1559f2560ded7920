/** Two long texts in one line each: from where they part, because their common beginning says nothing. Short ones stay. */
import { wordDiff, type Piece } from './word-diff.ts';

/** What a row shows of a value, about. */
const ROOM = 48;
/** Words before the first that differs, so that it can be understood. */
const BEFORE = 24;

export function fromTheDifference(a: string, b: string): readonly [string, string] {
  const [x, y] = wordDiff(a, b);
  return [cut(a, x), cut(b, y)];
}

function cut(text: string, pieces: readonly Piece[]): string {
  const first = pieces.find((piece) => piece.differs)?.start ?? 0;
  if (text.length <= ROOM || first <= BEFORE) return text;
  const from = text.indexOf(' ', first - BEFORE) + 1;
  return `… ${text.slice(from > 0 && from <= first ? from : first)}`;
}
