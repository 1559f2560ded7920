/**
 * Opens the server's database, or says what is wrong with it in words. Guarantees: nothing is written to a file that is
 * not ours; one process at a time; every commit is on disk when it returns (WAL, synchronous FULL); after an unclean
 * exit the pages are checked before anything is written; the schema is the newest one this program knows. A new database
 * is made beside its place and moved there whole: a power cut leaves either none or one that opens.
 */
import { closeSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { StorageFault } from '../contract/fault.ts';
import { StorageBusy } from '../contract/storage.ts';
import { translate } from './errors.ts';
import { takeLock, type Lock } from './lock.ts';
import { migrate } from './migrate.ts';
import { connect, type Connection } from './open.ts';
import { APPLICATION_ID, recognise } from './recognise.ts';

const BUSY_TIMEOUT_MS = 5_000;
/**
 * A checkpoint per 64 MB of log. Measured: one per 16 MB takes a quarter of a drain's time, because edits lie far apart
 * and nearly every page goes through the log; 64 MB are read back in a fraction of a second at a restart.
 */
const CHECKPOINT_PAGES = 16_000;
const WAL_BYTES_KEPT = 64 << 20;
const CACHE_KIB = 65_536;

export interface Database {
  readonly file: string;
  readonly connection: Connection;
  /** True when the pages had to be checked because the last process did not leave in good order. */
  readonly checked: boolean;
  /** `unclean` after a fault: the next start checks the pages. */
  close(outcome: 'clean' | 'unclean'): void;
}

/** `expect`: whether a missing file is made or refused. @throws StorageFault */
export function openDatabase(file: string, expect: 'existing' | 'anything'): Database {
  const found = recognise(file);
  if (found === 'new' && expect === 'existing') {
    throw new StorageFault(
      'missing',
      `There is no database at ${file}. Make one with "init", or start with "serve --demo".`,
    );
  }
  const lock = takeLock(file);
  let db: Connection | undefined;
  try {
    if (found === 'new') makeWhole(file);
    else if (!lock.lastExitWasClean) checkPages(file);
    db = connect(file, { timeout: BUSY_TIMEOUT_MS, mustExist: true });
    configure(db);
    migrate(db, file);
    return handle(file, db, lock);
  } catch (error) {
    db?.close();
    lock.release(lock.lastExitWasClean ? 'clean' : 'unclean');
    throw unopened(error, file);
  }
}

function makeWhole(file: string): void {
  const making = `${file}.new`;
  for (const left of withSuffixes(making)) rmSync(left, { force: true });
  const db = connect(making, { timeout: BUSY_TIMEOUT_MS, mustExist: false });
  try {
    db.pragma(`application_id = ${APPLICATION_ID}`);
    configure(db);
    migrate(db, file);
    db.pragma('wal_checkpoint(TRUNCATE)');
  } finally {
    db.close();
  }
  // A log that outlived its database would be read into the new one.
  for (const left of withSuffixes(file).slice(1)) rmSync(left, { force: true });
  renameSync(making, file);
  syncFolder(dirname(file));
}

const withSuffixes = (file: string): readonly string[] => [file, `${file}-journal`, `${file}-wal`, `${file}-shm`];

/** The new name must outlive a power cut. Windows has no such call. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const opened = openSync(folder, 'r');
  try {
    fsyncSync(opened);
  } finally {
    closeSync(opened);
  }
}

/**
 * Through a connection that cannot write: one that can writes the log into the database when it closes, and of a damaged
 * one nothing must change. @throws StorageFault damaged
 */
function checkPages(file: string): void {
  const db = connect(file, { timeout: BUSY_TIMEOUT_MS, mustExist: true, access: 'readOnly' });
  try {
    assertSound(db, file);
  } finally {
    db.close();
  }
}

function handle(file: string, db: Connection, lock: Lock): Database {
  return {
    file,
    connection: db,
    checked: !lock.lastExitWasClean,
    close(outcome) {
      if (!db.open) return;
      db.close();
      lock.release(outcome);
    },
  };
}

function configure(db: Connection): void {
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.pragma('foreign_keys = ON');
  db.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
  db.pragma(`journal_size_limit = ${WAL_BYTES_KEPT}`);
  db.pragma(`cache_size = -${CACHE_KIB}`);
  db.pragma('temp_store = MEMORY');
  db.pragma('trusted_schema = OFF');
}

/** @throws StorageFault damaged */
export function assertSound(db: Connection, file: string): void {
  const found = db.pragma('quick_check(1)', { simple: true });
  if (found !== 'ok') {
    throw new StorageFault(
      'damaged',
      `${file} is damaged (${String(found)}). Keep a copy of it, then restore the last backup.`,
    );
  }
}

function unopened(error: unknown, file: string): unknown {
  const translated = translate(error, file);
  if (!(translated instanceof StorageBusy)) return translated;
  return new StorageFault('inUse', `Another program holds ${file} open. Close it first.`, error);
}
