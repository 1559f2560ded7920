/**
 * The one door to the replica's file. A connection that leaves here writes through (WAL, synchronous FULL: a commit has
 * reached the disk when it returns), runs on an SQLite that has the WAL-reset fix, is one of ours and of a version this
 * app knows. A file that is not ours is left as it was.
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
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { m0001 } from './migrations/0001-replica-and-queue.ts';
import { ReplicaFault } from './replica-fault.ts';

/** A connection that may write. There is one per profile, in the main process. */
export type Writable = Database.Database & { readonly writable: true };
/** A connection for long reads, on another thread. */
export type Readable = Database.Database;
export type Statement<Params extends unknown[], Row = unknown> = Database.Statement<Params, Row>;

export interface Migration {
  readonly version: number;
  readonly sql: string;
}
export const MIGRATIONS: readonly Migration[] = [m0001];

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
  const isNew = prepareFolder(file);
  if (!isNew && key === null) assertOurs(file);
  let db: Database.Database | undefined;
  try {
    db = new Database(file, { timeout: 2_000 });
    if (isNew) chmodSync(file, 0o600);
    if (key !== null) unlock(db, key);
    assertVersion(db);
    configure(db, isNew);
    if (!isNew && wasUnclean(file)) assertSound(db, file);
    migrate(db, file, options.upTo ?? MIGRATIONS.length);
    writeFileSync(markOf(file), '');
    return db as Writable;
  } catch (error) {
    db?.close();
    throw faultOf(error, file);
  }
}

/** Closes in good order: the next start need not check the pages. */
export function closeReplica(db: Writable, file: string): void {
  db.pragma('wal_checkpoint(TRUNCATE)');
  db.close();
  rmSync(markOf(file), { force: true });
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

function configure(db: Database.Database, isNew: boolean): void {
  if (isNew) db.pragma(`application_id = ${APPLICATION_ID}`);
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
  db.pragma(`journal_size_limit = ${WAL_BYTES_KEPT}`);
  db.pragma('cache_size = -32768');
  db.pragma('temp_store = MEMORY');
  db.pragma('trusted_schema = OFF');
}

function assertSound(db: Database.Database, file: string): void {
  const found = String(db.pragma('quick_check(1)', { simple: true }));
  if (found !== 'ok') throw new ReplicaFault('damaged', damagedWords(file));
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

/** Present while a console is at work: found at a start, the last exit was not in good order. */
function markOf(file: string): string {
  return join(dirname(file), 'at-work');
}
function wasUnclean(file: string): boolean {
  return existsSync(markOf(file));
}

function damagedWords(file: string): string {
  return `The database ${file} is damaged. Nothing was changed. Keep a copy of the folder: the work in it can be rescued.`;
}

function faultOf(error: unknown, file: string): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'SQLITE_NOTADB')
    return new ReplicaFault(
      'notOurs',
      `The database ${file} cannot be read with this key. It was left as it is.`,
      error,
    );
  if (code.startsWith('SQLITE_CORRUPT')) return new ReplicaFault('damaged', damagedWords(file), error);
  if (code.startsWith('SQLITE_CANTOPEN') || code.startsWith('SQLITE_READONLY') || code.startsWith('SQLITE_PERM')) {
    return new ReplicaFault(
      'notWritable',
      `The database ${file} cannot be opened for writing. Check the folder’s permissions.`,
      error,
    );
  }
  if (code.startsWith('SQLITE_BUSY'))
    return new ReplicaFault('inUse', `Another program holds ${file} open. Close it first.`, error);
  return error;
}
