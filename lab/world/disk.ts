/**
 * A disk between a program and its database. Every statement is a step at which the program can die; a disk can be full,
 * or fail at its flush. The database itself is real.
 */
import type { LabProcess } from './process.ts';

/** What is wrong with the disk now. `eio`: the next flush fails, once. */
export type DiskFault = 'none' | 'full' | 'eio';

export interface LabDisk {
  fault: DiskFault;
  /** Told after every commit that is flushed. */
  onDurable: () => void;
}

interface Preparing {
  prepare(sql: string): object;
  pragma(text: string, options?: object): unknown;
  exec(sql: string): unknown;
  readonly inTransaction: boolean;
}

/** Every so-manyth write does not fit: fewer than any save has. */
const FITS = 3;
const WRITES = /^\s*(insert|update|delete|replace)\b/i;
const RUNS = new Set(['run', 'get', 'all', 'iterate']);
/** Gives the statement itself back. */
const CHAINS = new Set(['pluck', 'raw', 'expand', 'safeIntegers', 'bind']);

/** The same connection, with its statements counted and its disk at the mercy of the world. */
export function withDisk<Db extends Preparing>(db: Db, disk: LabDisk, process: LabProcess): Db {
  let lazy = false;
  let writes = 0;
  const act = (sql: string, work: () => unknown): unknown =>
    process.step(() => {
      const isCommit = /^\s*commit/i.test(sql);
      // Small things still fit into what is left: it is mostly in the middle of a transaction that a full disk is met.
      if (disk.fault === 'full' && WRITES.test(sql) && ++writes % FITS === 0)
        throw diskError('SQLITE_FULL', 'database or disk is full');
      if (disk.fault === 'eio' && isCommit && !lazy) {
        disk.fault = 'none';
        throw diskError('SQLITE_IOERR_FSYNC', 'disk I/O error');
      }
      const result = work();
      if (!lazy && (isCommit || (WRITES.test(sql) && !db.inTransaction))) disk.onDurable();
      return result;
    });
  const call = (target: object, key: string, args: readonly unknown[]): unknown =>
    Reflect.apply(Reflect.get(target, key) as (...all: unknown[]) => unknown, target, args);

  const statement = (sql: string, real: object): object => {
    const known = new Map<string, unknown>();
    const proxy: object = new Proxy(real, {
      get(target, key) {
        if (typeof key !== 'string') return Reflect.get(target, key) as unknown;
        let made = known.get(key);
        if (made !== undefined) return made;
        if (RUNS.has(key)) made = (...args: unknown[]): unknown => act(sql, () => call(target, key, args));
        else if (CHAINS.has(key)) {
          made = (...args: unknown[]): unknown => {
            call(target, key, args);
            return proxy;
          };
        } else return Reflect.get(target, key) as unknown;
        known.set(key, made);
        return made;
      },
    });
    return proxy;
  };
  return new Proxy(db, {
    get(target, key) {
      if (key === 'prepare') return (sql: string): object => statement(sql, target.prepare(sql));
      if (key === 'pragma')
        return (text: string, options?: object): unknown => {
          if (/synchronous\s*=/i.test(text)) lazy = /normal/i.test(text);
          return process.isAlive() ? target.pragma(text, options) : undefined;
        };
      const value = Reflect.get(target, key) as unknown;
      if (typeof value !== 'function') return value;
      return (...args: unknown[]): unknown => call(target, String(key), args);
    },
  });
}

function diskError(code: string, words: string): Error {
  return Object.assign(new Error(words), { code });
}
