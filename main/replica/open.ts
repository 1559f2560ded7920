/**
 * The one door to the replica's file. A connection that leaves here writes through (WAL, synchronous FULL: a commit has
 * reached the disk when it returns), runs on an SQLite that has the WAL-reset fix, is one of ours and of a version this
 * app knows, and holds every change that it was known to hold. A file that is not ours, damaged or short of work is left
 * as it was, its write-ahead log included. A new one is made beside its place and moved there whole: a power cut leaves
 * either none or one that opens.
 */
import Database from 'better-sqlite3';
import {
  accessSync,
  chmodSync,
  closeSync,
  constants,
  existsSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { beginWork, endWork, syncFoldersUp, wasLeftAtWork, witnessOf, type AtWork, type Witness } from './at-work.ts';
import { m0001 } from './migrations/0001-replica-and-queue.ts';
import { m0002 } from './migrations/0002-marks-and-reading-again.ts';
import { m0003 } from './migrations/0003-let-go-by-epoch.ts';
import { m0004 } from './migrations/0004-first-made-as.ts';
import { m0005 } from './migrations/0005-other-entries.ts';
import { damagedWords, faultOf, missingWords } from './open-faults.ts';
import { ReplicaFault } from './replica-fault.ts';

/** A connection that may write. There is one per profile, in the main process. */
export type Writable = Database.Database & { readonly writable: true; readonly atWork: AtWork };
/** A connection for long reads, on another thread. */
export type Readable = Database.Database;
export type Statement<Params extends unknown[], Row = unknown> = Database.Statement<Params, Row>;

export interface Migration {
  readonly version: number;
  readonly sql: string;
}
export const MIGRATIONS: readonly Migration[] = [m0001, m0002, m0003, m0004, m0005];

/** "HFcn" in the header of every replica. */
export const APPLICATION_ID = 0x48_46_63_6e;
const OLDEST_SQLITE = [3, 51, 3] as const;
const CHECKPOINT_PAGES = 4_000;
const WAL_BYTES_KEPT = 32 << 20;

export interface OpenOptions {
  readonly file: string;
  /** 32 bytes; null: the file is not encrypted. */
  readonly key: Buffer | null;
  /** Migrations to run, for the tests of single steps. */
  readonly upTo?: number;
}

/** @throws ReplicaFault with words for a person; the file is left as it was unless it could be opened. */
export function openReplica(options: OpenOptions): Writable {
  const { file, key } = options;
  const upTo = options.upTo ?? MIGRATIONS.length;
  const isNew = prepareFolder(file);
  if (!isNew && key === null) assertOurs(file);
  let db: Database.Database | undefined;
  try {
    if (isNew) makeWhole(file, key, upTo);
    else if (wasLeftAtWork(file)) assertWhole(file, key);
    db = new Database(file, { timeout: 2_000 });
    if (key !== null) unlock(db, key);
    assertVersion(db);
    configure(db);
    migrate(db, file, upTo);
    return atWorkOn(db, beginWork(file, upTo > 0 ? newestChange(db) : null));
  } catch (error) {
    db?.close();
    throw faultOf(error, file);
  }
}

/** Closes in good order: the next start need not check the pages. */
export function closeReplica(db: Writable, file: string): void {
  db.pragma('wal_checkpoint(TRUNCATE)');
  db.close();
  endWork(file);
}

function atWorkOn(db: Database.Database, atWork: AtWork): Writable {
  const close = db.close.bind(db);
  return Object.assign(db, {
    writable: true as const,
    atWork,
    close() {
      atWork.letGo();
      return close();
    },
  });
}

/** @throws ReplicaFault */
function makeWhole(file: string, key: Buffer | null, upTo: number): void {
  const witness = witnessOf(file);
  if (witness !== null) throw new ReplicaFault('incomplete', missingWords(file, witness, null));
  const making = `${file}.new`;
  for (const left of [making, `${making}-journal`, `${making}-wal`, `${making}-shm`]) rmSync(left, { force: true });
  const db = new Database(making, { timeout: 2_000 });
  try {
    chmodSync(making, 0o600);
    if (key !== null) unlock(db, key);
    assertVersion(db);
    db.pragma(`application_id = ${APPLICATION_ID}`);
    configure(db);
    migrate(db, file, upTo);
    db.pragma('wal_checkpoint(TRUNCATE)');
  } finally {
    db.close();
  }
  // A log that outlived its database would be read into the new one.
  for (const left of [`${file}-journal`, `${file}-wal`, `${file}-shm`]) rmSync(left, { force: true });
  renameSync(making, file);
  syncFoldersUp(dirname(file));
}

/**
 * After an unclean exit, through a connection that cannot write: the last connection that can writes the log into the
 * database when it closes, and what could still be rescued from a damaged one would be gone.
 *
 * @throws ReplicaFault damaged, incomplete
 */
function assertWhole(file: string, key: Buffer | null): void {
  const db = openForReading(file, key);
  try {
    if (String(db.pragma('quick_check(1)', { simple: true })) !== 'ok')
      throw new ReplicaFault('damaged', damagedWords(file));
    const version = Number(db.pragma('user_version', { simple: true }));
    // Before the first table, or beyond what this app knows: then `migrate` has the word.
    if (version === 0 || version > MIGRATIONS.length) return;
    // The quick check does not look whether keys stand in their order: in the queue a sequence that changed would be lost.
    for (const table of ['change', 'pending_edit']) {
      if (String(db.pragma(`integrity_check('${table}')`, { simple: true })) !== 'ok')
        throw new ReplicaFault('damaged', damagedWords(file));
    }
    assertNothingMissing(db, file);
  } catch (error) {
    // Statements that are right elsewhere and fail here: the schema's own text was altered.
    const isGarbled = error instanceof Error && 'code' in error && error.code === 'SQLITE_ERROR';
    throw isGarbled ? new ReplicaFault('damaged', damagedWords(file), error) : error;
  } finally {
    db.close();
  }
}

/** The change that the witness names is there, unless a later epoch has begun. @throws ReplicaFault incomplete */
function assertNothingMissing(db: Database.Database, file: string): void {
  const witness = witnessOf(file);
  const newest = newestChange(db);
  if (witness === null || (newest !== null && newest.epoch > witness.epoch)) return;
  const { epoch, seq } = witness;
  if (db.prepare<[number, number]>('SELECT 1 FROM change WHERE epoch = ? AND seq = ?').get(epoch, seq)) return;
  throw new ReplicaFault('incomplete', missingWords(file, witness, newest));
}

function newestChange(db: Database.Database): Witness | null {
  const newest = db.prepare<[], Witness>('SELECT epoch, seq FROM change ORDER BY epoch DESC, seq DESC LIMIT 1');
  return newest.get() ?? null;
}

/** A read-only connection to the same file. */
export function openForReading(file: string, key: Buffer | null): Readable {
  const db = new Database(file, { readonly: true, timeout: 2_000 });
  if (key !== null) unlock(db, key);
  db.pragma('query_only = ON');
  return db;
}

function unlock(db: Database.Database, key: Buffer): void {
  db.pragma("cipher = 'sqlcipher'");
  db.pragma(`key = "x'${key.toString('hex')}'"`);
}

/** True when there is no file yet. @throws ReplicaFault */
function prepareFolder(file: string): boolean {
  const folder = dirname(file);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    accessSync(folder, constants.W_OK | constants.R_OK);
  } catch (error) {
    throw new ReplicaFault(
      'notWritable',
      `The profile folder ${folder} cannot be written. Choose another one with --profile.`,
      error,
    );
  }
  return !existsSync(file) || statSync(file).size === 0;
}

function assertOurs(file: string): void {
  const header = Buffer.alloc(72);
  const handle = openSync(file, 'r');
  try {
    readSync(handle, header, 0, header.length, 0);
  } finally {
    closeSync(handle);
  }
  const isSqlite = header.toString('latin1', 0, 15) === 'SQLite format 3';
  if (isSqlite && header.readInt32BE(68) === APPLICATION_ID) return;
  const what = isSqlite
    ? 'belongs to another program'
    : 'is not one that this app can read: another program’s, encrypted, or damaged';
  throw new ReplicaFault(
    'notOurs',
    `The database ${file} ${what}. It was left as it is; choose another folder with --profile.`,
  );
}

function assertVersion(db: Database.Database): void {
  const version = String(db.prepare('SELECT sqlite_version()').pluck().get());
  const parts = version.split('.').map(Number);
  const order = OLDEST_SQLITE.map((needed, i) => Math.sign((parts[i] ?? 0) - needed)).find((n) => n !== 0) ?? 0;
  if (order < 0)
    throw new ReplicaFault('oldSqlite', `SQLite ${version} is too old to keep work safe. Install the app again.`);
}

function configure(db: Database.Database): void {
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
  db.pragma(`journal_size_limit = ${WAL_BYTES_KEPT}`);
  db.pragma('cache_size = -32768');
  db.pragma('temp_store = MEMORY');
  db.pragma('trusted_schema = OFF');
}

/** @throws ReplicaFault newer */
function migrate(db: Database.Database, file: string, upTo: number): void {
  const version = Number(db.pragma('user_version', { simple: true }));
  if (version > MIGRATIONS.length) {
    throw new ReplicaFault(
      'newer',
      `The database ${file} was written by a newer version of this app. Update the app; the file was left as it is.`,
    );
  }
  for (const step of MIGRATIONS.slice(version, upTo)) {
    db.transaction(() => {
      db.exec(step.sql);
      db.pragma(`user_version = ${step.version}`);
    })();
  }
}
