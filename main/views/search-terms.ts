/**
 * What somebody typed, as words to be found. The same words are matched in the index and in the rows that the index has
 * not read yet (SAVE-2): cut at everything that is no letter and no digit, without case and accents, the last word of
 * each term as far as it was typed.
 */

/** One typed term; "88-14" is two words that must follow each other. */
export type Term = readonly string[];

export function termsOf(typed: string): readonly Term[] {
  return typed
    .split(/\s+/)
    .map(wordsIn)
    .filter((term) => term.length > 0);
}

export function wordsIn(text: string): readonly string[] {
  return text
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .normalize('NFC')
    .toLowerCase()
    .split(/[^\p{L}\p{N}\p{Co}]+/u)
    .filter((word) => word !== '');
}

/** Every term is somewhere in the words. */
export function matches(words: readonly string[], terms: readonly Term[]): boolean {
  return terms.every((term) => words.some((_, at) => standsAt(words, at, term)));
}

function standsAt(words: readonly string[], at: number, term: Term): boolean {
  const last = term.length - 1;
  return term.every((word, i) => {
    const here = words[at + i];
    return here !== undefined && (i === last ? here.startsWith(word) : here === word);
  });
}

/** The same for the full-text index. Words hold letters and digits only, so nothing needs escaping. */
export function indexQuery(terms: readonly Term[]): string {
  return terms.map((term) => `"${term.join(' ')}" *`).join(' AND ');
}

/** The longest word: the one that leaves the fewest rows. */
export function longestWord(terms: readonly Term[]): string {
  return terms.flat().reduce((longest, word) => (word.length > longest.length ? word : longest), '');
}
