import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { digest48, schema, sha256 } from '../compose.ts';
import { openReplica, type Writable } from './open.ts';
import { Replica } from './replica.ts';

let folder: string;
let db: Writable;
let calls: string[];
/** What the next statement that contains the words answers instead of running. */
let broken: { readonly words: string; readonly code: string } | null;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-guard-'));
  db = openReplica({ file: join(folder, 'replica.db'), key: null });
  calls = [];
  broken = null;
});
afterEach(() => {
  db.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A connection over a disk that fails where the test says, and that notes every statement that reaches it. */
function overFailingDisk(): Replica {
  const prepare = db.prepare.bind(db);
  const through = (sql: string) => {
    const statement = prepare(sql);
    const run = statement.run.bind(statement);
    Object.assign(statement, {
      run: (...values: unknown[]) => {
        calls.push(sql);
        if (broken && sql.includes(broken.words))
          throw Object.assign(new Error('disk I/O error'), { code: broken.code });
        return run(...values);
      },
    });
    return statement;
  };
  Object.assign(db, { prepare: through });
  return new Replica(db, { schema, sha256, digest: digest48, clock: () => 0 });
}

describe('[SAVE-3] a disk that fails', () => {
  it.each([
    ['an fsync that failed', 'COMMIT', 'SQLITE_IOERR_FSYNC', 'io'],
    ['a write that failed', 'INSERT INTO meta', 'SQLITE_IOERR_WRITE', 'io'],
    ['a page that came back wrong', 'INSERT INTO meta', 'SQLITE_CORRUPT', 'damaged'],
  ])('[SAVE-3] %s is the end: nothing touches the file again, not even to take it back', (_what, words, code, kind) => {
    const replica = overFailingDisk();
    const heard: string[] = [];
    replica.disk.onFault((fault) => heard.push(fault.kind));
    broken = { words, code };
    const write = (): void => replica.transact('durable', () => replica.writeMeta('linkOff', true));
    expect(write).toThrow(/disk|database/);
    expect(calls.at(-1)).toContain(words);
    const touched = calls.length;
    broken = null;
    expect(write).toThrow(/disk|database/);
    expect(() => replica.nested(() => replica.writeMeta('linkOff', true))).toThrow();
    expect(calls.slice(touched)).toEqual([]);
    expect(heard).toEqual([kind]);
    expect(replica.disk.fault()?.kind).toBe(kind);
  });

  it('[SAVE-3] a full disk is no such end: it is taken back whole, and the next save goes through', () => {
    const replica = overFailingDisk();
    broken = { words: 'INSERT INTO meta', code: 'SQLITE_FULL' };
    expect(() => replica.transact('durable', () => replica.writeMeta('linkOff', true))).toThrow();
    broken = null;
    replica.transact('durable', () => replica.writeMeta('linkOff', true));
    expect([replica.readMeta('linkOff'), replica.disk.fault()]).toEqual([true, null]);
  });

  it('[SAVE-3] an error of our own is no failing disk', () => {
    const replica = overFailingDisk();
    const bug = (): never => {
      throw new TypeError('a bug');
    };
    expect(() => replica.transact('durable', bug)).toThrow('a bug');
    expect(replica.disk.fault()).toBeNull();
  });
});
