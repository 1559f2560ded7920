/**
 * Brings a database to the version this program knows, one frozen step at a time, each in a transaction of its own: a
 * crash between steps leaves a database that the next start goes on with. A step that has shipped is never edited.
 */
import { StorageFault } from '../contract/fault.ts';
import { m0001 } from './migrations/0001-log-records-directory.ts';
import { m0002 } from './migrations/0002-incarnations.ts';
import { m0003 } from './migrations/0003-ledger.ts';
import { m0004 } from './migrations/0004-escalation.ts';
import { m0005 } from './migrations/0005-checkpoints.ts';
import { m0006 } from './migrations/0006-names.ts';
import { m0007 } from './migrations/0007-issued-again.ts';
import { pragmaNumber, type Connection } from './open.ts';

export interface Migration {
  readonly version: number;
  readonly sql: string;
}

/** In order, without gaps, from 1. */
export const MIGRATIONS: readonly Migration[] = [m0001, m0002, m0003, m0004, m0005, m0006, m0007];

export const NEWEST = Math.max(...MIGRATIONS.map((step) => step.version));

/** `upTo` serves the tests of single steps. @throws StorageFault newer */
export function migrate(db: Connection, file: string, upTo: number = NEWEST): void {
  const version = pragmaNumber(db, 'user_version');
  if (version > NEWEST) {
    throw new StorageFault(
      'newer',
      `${file} was written by a newer version of this program (its format is ${version}, this one knows ${NEWEST}). Update the server; the file was left as it is.`,
    );
  }
  for (const step of MIGRATIONS.filter((m) => m.version > version && m.version <= upTo)) {
    db.exec('BEGIN IMMEDIATE');
    try {
      db.exec(step.sql);
      db.pragma(`user_version = ${step.version}`);
      db.exec('COMMIT');
    } catch (error) {
      if (db.inTransaction) db.exec('ROLLBACK');
      throw error;
    }
  }
}
