/**
 * A backup of a database that may be at work (W-12): one moment of it, whole, in one file that says of itself that it is a
 * backup. Whoever opens that file as a server's own begins a new incarnation, however it came there. The file stands under
 * its name only when it is complete and checked; only then does the source call that much of its log safe.
 */
import { existsSync, renameSync, rmSync } from 'node:fs';
import type { Position } from '../../../domain/ids.ts';
import { StorageFault } from '../contract/fault.ts';
import type { Storage } from '../contract/storage.ts';
import { assertSound, type Database } from './database.ts';
import { translate } from './errors.ts';
import { syncFolderOf } from './sync-folder.ts';
import { NEWEST } from './migrate.ts';
import { connect, pragmaNumber, type Connection } from './open.ts';
import { recognise } from './recognise.ts';
import { createSqliteStorage } from './storage.ts';

const BUSY_TIMEOUT_MS = 10_000;
/** Copied between two looks at the progress. */
const PAGES_AT_ONCE = 4_000;

export interface BackedUp {
  readonly org: string;
  /** The log is covered up to here. */
  readonly position: Position;
}

/** `before` is run on the source, so that what it writes is in the copy: a signed checkpoint. @throws StorageFault */
export async function backUp(
  file: string,
  to: string,
  at: number,
  progress: (pages: number, of: number) => void,
  before: (storage: Storage) => Promise<void> = () => Promise.resolve(),
): Promise<BackedUp> {
  if (recognise(file) === 'new') throw new StorageFault('missing', `There is no database at ${file}.`);
  if (existsSync(to)) throw new StorageFault('notWritable', `${to} is there already, and a backup overwrites nothing.`);
  const part = `${to}.part`;
  rmSync(part, { force: true });
  recognise(part);
  const source = connect(file, { timeout: BUSY_TIMEOUT_MS, mustExist: true });
  try {
    assertSameFormat(source, file);
    await before(storageOn(source, file));
    await copyOneMoment(source, part, progress);
    const made = finishCopy(part, at);
    renameSync(part, to);
    syncFolderOf(to);
    storageOn(source, file).incarnations.covered(made.org, made.position);
    return made;
  } catch (error) {
    throw translate(error, to);
  } finally {
    source.close();
    rmSync(part, { force: true });
  }
}

function assertSameFormat(db: Connection, file: string): void {
  const version = pragmaNumber(db, 'user_version');
  if (version === NEWEST) return;
  const words =
    version > NEWEST
      ? 'was written by a newer version of this program: use that one'
      : 'is of an older version: start the server once, then make the backup';
  throw new StorageFault('newer', `${file} ${words}.`);
}

/** A read transaction holds the moment, so that writers neither wait nor make the copy begin again. */
async function copyOneMoment(
  source: Connection,
  part: string,
  progress: (pages: number, of: number) => void,
): Promise<void> {
  source.exec('BEGIN');
  try {
    source.prepare('SELECT count(*) FROM organisation').get();
    await source.backup(part, {
      progress({ totalPages, remainingPages }) {
        progress(totalPages - remainingPages, totalPages);
        return PAGES_AT_ONCE;
      },
    });
  } finally {
    if (source.inTransaction) source.exec('ROLLBACK');
  }
}

function finishCopy(part: string, at: number): BackedUp {
  const copy = connect(part, { timeout: 0, mustExist: true });
  try {
    copy.pragma('journal_mode = DELETE');
    copy.pragma('synchronous = FULL');
    assertSound(copy, part);
    const storage = storageOn(copy, part);
    const org = storage.directory.organisation()?.org;
    if (org === undefined) throw new StorageFault('missing', 'The database is empty: there is nothing to back up.');
    const { position } = storage.head(org);
    storage.incarnations.covered(org, position);
    storage.incarnations.markAsBackup(org, at);
    return { org, position };
  } finally {
    copy.close();
  }
}

/** The port on a connection that its opener closes. */
function storageOn(connection: Connection, file: string): Storage {
  const database: Database = { file, connection, checked: false, close: () => {} };
  return createSqliteStorage(database);
}
