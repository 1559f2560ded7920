/**
 * What is wrong with a database, as data with words for the operator. A fault is final for this process: whoever meets
 * one stops taking work and says the words. After an I/O error nothing is tried again on the same handle, because a
 * failed fsync may have thrown pages away that a second one would call safe.
 */

export const STORAGE_FAULTS = [
  /** The file is no database, or the database of another program: nothing was written to it. */
  'notOurs',
  /** Written by a newer version of this program. */
  'newer',
  /** The file's pages do not fit together: restore a backup. */
  'damaged',
  /** Another process holds it. */
  'inUse',
  /** The folder or the file cannot be written, or the folder does not exist. */
  'notWritable',
  /** There is no database where one was expected. */
  'missing',
  /** The SQLite in this installation lacks a fix that keeps data safe. */
  'oldSqlite',
  /** The disk is full: nothing of this transaction was kept. */
  'full',
  /** The disk answered with an error. */
  'io',
  /** A name that this database does not hold. */
  'unknownOrganisation',
] as const;
export type StorageFaultKind = (typeof STORAGE_FAULTS)[number];

export class StorageFault extends Error {
  readonly kind: StorageFaultKind;
  /** `words` are for the operator: what happened and what to do. */
  constructor(kind: StorageFaultKind, words: string, cause?: unknown) {
    super(words, { cause });
    this.name = 'StorageFault';
    this.kind = kind;
  }
}
