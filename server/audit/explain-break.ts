/**
 * Where the chain breaks: what was done to the log there, told from the chain value that stands with each entry.
 * An entry's value fits only one predecessor and one position, so entries that were moved, put in or taken out are found
 * by looking where they would fit.
 */
import type { LogEntry } from '../storage/contract/types.ts';
import { entryText } from '../sync/finish.ts';
import { entriesWords, type Finding } from './finding.ts';

export interface Break {
  readonly finding: Finding;
  /** Entries of the window that are accounted for. */
  readonly skip: number;
  /** By how much more the positions that follow are too high (too low: negative). */
  readonly shift: number;
  /** Chain before the entry that follows. */
  readonly chain: string;
}

/** Entries looked at from the break on; what was moved further is told as altered. */
export const WINDOW = 64;

/** `window`: the entry that does not fit and those after it; `chain`: before it; `at`: the position it should have. */
export function explainBreak(
  window: readonly LogEntry[],
  chain: string,
  at: number,
  sha256: (text: string) => string,
): Break {
  const reckon = (e: LogEntry, before: string, pos: number): string =>
    sha256(`${before}\n${entryText({ ...e, pos: pos as LogEntry['pos'] })}`);
  const fits = (e: LogEntry, before: string, pos: number): boolean => reckon(e, before, pos) === e.chain;
  return (
    reordered(window, chain, at, fits) ?? inserted(window, chain, at, fits) ?? missing(window, at, fits) ?? altered()
  );

  /** Either what it says, or the chain value that stands with it: the entry after it tells which. */
  function altered(): Break {
    const [first, next] = window;
    if (!first) throw new Error('no entry where the chain breaks');
    const words = `log entry ${at} was altered`;
    const own = reckon(first, chain, at);
    const isValue = next !== undefined && !fits(next, first.chain, at + 1) && fits(next, own, at + 1);
    return { finding: { kind: 'altered', position: at, words }, skip: 1, shift: 0, chain: isValue ? own : first.chain };
  }
}

type Fits = (entry: LogEntry, before: string, pos: number) => boolean;

/** The first few entries are all there, in another order. */
function reordered(window: readonly LogEntry[], chain: string, at: number, fits: Fits): Break | null {
  const left = new Set(window.keys());
  const places: number[] = [];
  let last = chain;
  for (let highest = 0; ;) {
    const next = [...left].find((i) => {
      const entry = window[i];
      return entry !== undefined && fits(entry, last, at + places.length);
    });
    const entry = next === undefined ? undefined : window[next];
    if (next === undefined || !entry) return null;
    left.delete(next);
    places.push(next);
    highest = Math.max(highest, next);
    last = entry.chain;
    if (highest + 1 !== places.length) continue;
    const words = `log ${entriesWords(at, at + highest)} stand in another order than they were written: position ${at} holds what was written at ${at + places.indexOf(0)}`;
    return { finding: { kind: 'reordered', position: at, words }, skip: highest + 1, shift: 0, chain: last };
  }
}

/** A later entry belongs here, and the log goes on behind it. */
function inserted(window: readonly LogEntry[], chain: string, at: number, fits: Fits): Break | null {
  const by = window.findIndex((e, i) => i > 0 && fits(e, chain, at));
  if (by < 1) return null;
  const words = `log ${entriesWords(at, at + by - 1)} ${by === 1 ? 'was' : 'were'} inserted: what was written at ${at} now stands at ${at + by}`;
  return { finding: { kind: 'inserted', position: at, words }, skip: by, shift: by, chain };
}

/** This entry has a lower position than it was written with, and so have those that follow it. */
function missing(window: readonly LogEntry[], at: number, fits: Fits): Break | null {
  const [first, next] = window;
  if (!first || !next) return null;
  for (let by = 1; by <= WINDOW; by++) {
    if (!fits(next, first.chain, at + 1 + by)) continue;
    const words = `log ${entriesWords(at, at + by - 1)} ${by === 1 ? 'is' : 'are'} missing, and those that follow were numbered anew`;
    return { finding: { kind: 'missing', position: at, words }, skip: 1, shift: -by, chain: first.chain };
  }
  return null;
}
