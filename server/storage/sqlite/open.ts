/**
 * The only door to better-sqlite3 on the server. Every connection that leaves here belongs to an SQLite that has the
 * WAL-reset fix (3.51.3): older ones could lose committed work when a checkpoint met a writer.
 */
import Database from 'better-sqlite3';
import { StorageFault } from '../contract/fault.ts';

export type Connection = Database.Database;
export type Statement<Params extends unknown[], Row = unknown> = Database.Statement<Params, Row>;

const OLDEST_SQLITE = [3, 51, 3] as const;

export interface ConnectOptions {
  /** Milliseconds to wait for another connection's lock. */
  readonly timeout: number;
  readonly mustExist: boolean;
  /** A connection that changes nothing, not even when it closes. */
  readonly access?: 'readOnly';
}

/** @throws the driver's own error when the file cannot be opened. @throws StorageFault oldSqlite */
export function connect(file: string, options: ConnectOptions): Connection {
  const { timeout, mustExist, access } = options;
  const db = new Database(file, { timeout, fileMustExist: mustExist, readonly: access === 'readOnly' });
  try {
    assertVersion(pragmaText(db, 'SELECT sqlite_version()'));
  } catch (error) {
    db.close();
    throw error;
  }
  return db;
}

/** @throws StorageFault oldSqlite */
export function assertVersion(version: string): void {
  const parts = version.split('.').map(Number);
  for (const [i, needed] of OLDEST_SQLITE.entries()) {
    const has = parts[i] ?? 0;
    if (has > needed) return;
    if (has < needed) {
      throw new StorageFault(
        'oldSqlite',
        `SQLite ${version} is too old: ${OLDEST_SQLITE.join('.')} or newer keeps committed work safe. Install again with "npm ci".`,
      );
    }
  }
}

function pragmaText(db: Connection, sql: string): string {
  return String(db.prepare<[], string>(sql).pluck().get());
}

/** One number out of a PRAGMA. */
export function pragmaNumber(db: Connection, name: string): number {
  return Number(db.pragma(name, { simple: true }));
}

/** SQLite's own name of what went wrong (`SQLITE_BUSY`, `SQLITE_IOERR_FSYNC`…), or null for other errors. */
export function sqliteCode(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return null;
  return error.code.startsWith('SQLITE_') ? error.code : null;
}
