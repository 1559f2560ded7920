/**
 * One person's saves of one day on one laptop, as the re-open rate counts them (STAT-1): how many there were, and how many of
 * them were looked at again within ten minutes and left as they were. Counts only grow, so that of several reports the highest
 * is right. It is kept on the laptop, and is all that a restart needs to go on counting.
 */
import type { PersonId, RecordId } from '../ids.ts';

/** A save counts as re-opened when its record is opened again this soon, milliseconds. */
export const REOPEN_WITHIN_MS = 600_000;

/** The last save of a record that may still be re-opened. */
export interface RecentSave {
  readonly record: RecordId;
  readonly at: number;
}

export interface DayBook {
  /** "2026-11-22", by the laptop's clock. */
  readonly day: string;
  readonly person: PersonId;
  /** Site of the last save: it decides who sees the counts. */
  readonly site: RecordId | null;
  readonly saves: number;
  readonly reopened: number;
  /** Saves of which the last report knew. */
  readonly toldSaves: number;
  readonly recent: readonly RecentSave[];
}

export interface SaveSeen {
  readonly day: string;
  readonly person: PersonId;
  readonly site: RecordId | null;
  readonly record: RecordId;
  readonly at: number;
}

/** The book with one more save in it: a new one on a new day. */
export function withSave(book: DayBook | null, { day, person, site, record, at }: SaveSeen): DayBook {
  const isSame = book !== null && book.day === day && book.person === person;
  const base = isSame ? book : { saves: 0, reopened: 0, toldSaves: 0, recent: [] };
  const recent = [...stillRecent(base.recent, at).filter((s) => s.record !== record), { record, at }];
  return { day, person, site, saves: base.saves + 1, reopened: base.reopened, toldSaves: base.toldSaves, recent };
}

/** Opening this record now would be re-opening a save that was not counted so far. */
export function isReopening(book: DayBook | null, record: RecordId, now: number): boolean {
  return book !== null && stillRecent(book.recent, now).some((s) => s.record === record);
}

/** The save of that record was re-opened and left without an edit: it counts once, and the book is told. */
export function withReopened(book: DayBook, record: RecordId): DayBook {
  const recent = book.recent.filter((s) => s.record !== record);
  return { ...book, recent, reopened: book.reopened + 1, toldSaves: book.saves };
}

/** Over, and with saves that no report knows of. */
export function isToBeClosed(book: DayBook, day: string): boolean {
  return book.day !== day && book.toldSaves < book.saves;
}

/** A clock that was put back makes nothing recent for ever. */
function stillRecent(recent: readonly RecentSave[], now: number): readonly RecentSave[] {
  return recent.filter((s) => Math.abs(now - s.at) <= REOPEN_WITHIN_MS);
}
