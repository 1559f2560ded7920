/**
 * One process per database. The lock is a file beside it, held by the operating system through SQLite, so that it is
 * gone the moment its process is, however that ended. It also remembers whether the last holder left in good order:
 * only then may the long check of the database be skipped.
 */
import { StorageFault } from '../contract/fault.ts';
import { translate } from './errors.ts';
import { connect, pragmaNumber, sqliteCode } from './open.ts';

const LEFT_IN_ORDER = 0;
const HELD = 1;

export interface Lock {
  /** False after a crash, a power cut or a kill. */
  readonly lastExitWasClean: boolean;
  /** `clean`: the database was closed in good order. */
  release(outcome: 'clean' | 'unclean'): void;
}

/** @throws StorageFault inUse, notWritable */
export function takeLock(database: string): Lock {
  const file = `${database}.lock`;
  try {
    const db = connect(file, { timeout: 0, mustExist: false });
    try {
      db.pragma('locking_mode = EXCLUSIVE');
      db.exec('BEGIN EXCLUSIVE');
      const lastExitWasClean = pragmaNumber(db, 'user_version') === LEFT_IN_ORDER;
      db.pragma(`user_version = ${HELD}`);
      db.exec('COMMIT');
      return {
        lastExitWasClean,
        release(outcome) {
          if (outcome === 'clean') db.pragma(`user_version = ${LEFT_IN_ORDER}`);
          db.close();
        },
      };
    } catch (error) {
      db.close();
      throw error;
    }
  } catch (error) {
    throw lockFault(error, database, file);
  }
}

function lockFault(error: unknown, database: string, file: string): unknown {
  const code = sqliteCode(error);
  if (code?.startsWith('SQLITE_BUSY') === true) {
    return new StorageFault(
      'inUse',
      `Another server or command is using ${database}. Stop it first: one process at a time.`,
      error,
    );
  }
  if (code?.startsWith('SQLITE_NOTADB') === true || code?.startsWith('SQLITE_CORRUPT') === true) {
    return new StorageFault(
      'notOurs',
      `${file} is not a lock file of this program. Move it away if nothing else needs it.`,
      error,
    );
  }
  return translate(error, file);
}
