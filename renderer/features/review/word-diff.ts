/**
 * What differs between two texts, word by word, so that two long findings can be read side by side. Both stay whole:
 * this only marks. Texts that have little in common are not marked at all, because marking everything says nothing.
 */

export interface Piece {
  /** Where it begins in the whole text. */
  readonly start: number;
  readonly text: string;
  readonly differs: boolean;
}

/** Below this share of words in common, of the shorter text, nothing is marked. */
const RELATED = 0.4;
/** Cells of the comparison table beyond which the middle counts as different as a whole (memory and time). */
const LARGEST = 4_000_000;

export function wordDiff(a: string, b: string): readonly [readonly Piece[], readonly Piece[]] {
  const x = words(a);
  const y = words(b);
  const same = commonWords(x, y);
  const shorter = Math.min(x.filter(isName).length, y.filter(isName).length);
  const shared = same.filter(([i]) => isName(x[i] ?? '')).length;
  if (a === b || shorter === 0 || shared / shorter < RELATED) return [[plain(a)], [plain(b)]];
  return [pieces(x, new Set(same.map(([i]) => i))), pieces(y, new Set(same.map(([, j]) => j)))];
}

/** Words and what stands between them, each a piece of its own; joined they are the text again. */
function words(text: string): readonly string[] {
  return text.match(/\s+|[\p{L}\p{N}]+(?:[.,'’:-][\p{L}\p{N}]+)*|[^\s\p{L}\p{N}]/gu) ?? [];
}

const isWord = (token: string): boolean => token.trim() !== '';
/** A word of letters or digits: punctuation in common makes no two texts related. */
const isName = (token: string): boolean => /[\p{L}\p{N}]/u.test(token);
const plain = (text: string): Piece => ({ start: 0, text, differs: false });

/** Pairs of places that hold the same token, in order: the longest such list there is. */
function commonWords(x: readonly string[], y: readonly string[]): readonly (readonly [number, number])[] {
  const pairs: (readonly [number, number])[] = [];
  let start = 0;
  while (start < x.length && start < y.length && x[start] === y[start]) {
    pairs.push([start, start]);
    start += 1;
  }
  let end = 0;
  while (end < x.length - start && end < y.length - start && x[x.length - 1 - end] === y[y.length - 1 - end]) end += 1;
  pairs.push(...longest(x.slice(start, x.length - end), y.slice(start, y.length - end), start));
  for (let k = end; k > 0; k -= 1) pairs.push([x.length - k, y.length - k]);
  return pairs;
}

function longest(x: readonly string[], y: readonly string[], shift: number): readonly (readonly [number, number])[] {
  const width = y.length + 1;
  if ((x.length + 1) * width > LARGEST) return [];
  const best = new Uint32Array((x.length + 1) * width);
  const at = (i: number, j: number): number => best[i * width + j] ?? 0;
  for (let i = x.length - 1; i >= 0; i -= 1) {
    for (let j = y.length - 1; j >= 0; j -= 1) {
      best[i * width + j] = x[i] === y[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const pairs: (readonly [number, number])[] = [];
  for (let i = 0, j = 0; i < x.length && j < y.length;) {
    if (x[i] === y[j]) {
      pairs.push([i + shift, j + shift]);
      i += 1;
      j += 1;
    } else if (at(i + 1, j) >= at(i, j + 1)) i += 1;
    else j += 1;
  }
  return pairs;
}

/** Neighbours of one kind together; a space between two marked words is marked with them, one at an edge is not. */
function pieces(tokens: readonly string[], same: ReadonlySet<number>): readonly Piece[] {
  const differs = tokens.map((token, i) => isWord(token) && !same.has(i));
  const marked = tokens.map(
    (token, i) => differs[i] === true || (!isWord(token) && differs[i - 1] === true && differs[i + 1] === true),
  );
  const list: { start: number; text: string; differs: boolean }[] = [];
  let start = 0;
  for (const [i, text] of tokens.entries()) {
    const last = list.at(-1);
    if (last && last.differs === marked[i]) last.text += text;
    else list.push({ start, text, differs: marked[i] === true });
    start += text.length;
  }
  return list;
}
