import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { digest48, schema, sha256 } from '../compose.ts';
import { openReplica, type Writable } from './open.ts';
import { Replica } from './replica.ts';

const FULL = 2;
let folder: string;
let db: Writable;
let other: Writable;
let replica: Replica;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-durable-'));
  db = openReplica({ file: join(folder, 'replica.db'), key: null });
  other = openReplica({ file: join(folder, 'replica.db'), key: null });
  replica = new Replica(db, { schema, sha256, digest: digest48, clock: () => 0 });
});
afterEach(() => {
  other.close();
  db.close();
  rmSync(folder, { recursive: true, force: true });
});

it('[SAVE-1] a download that found the file busy does not leave later saves without their fsync', () => {
  db.pragma('busy_timeout = 0');
  other.exec('BEGIN IMMEDIATE');
  expect(() => replica.transact('replayable', () => replica.setCursor(1 as ReturnType<Replica['cursor']>))).toThrow(
    /locked/,
  );
  other.exec('ROLLBACK');
  expect(db.pragma('synchronous', { simple: true })).toBe(FULL);
  expect(replica.cursor()).toBe(0);
});

it('[SAVE-1] a save that failed inside leaves nothing behind, and the next one is durable', () => {
  expect(() =>
    replica.transact('durable', () => {
      replica.writeMeta('linkOff', true);
      throw new Error('in the middle');
    }),
  ).toThrow('in the middle');
  expect(replica.readMeta('linkOff')).toBeNull();
  replica.transact('durable', () => replica.writeMeta('linkOff', true));
  expect(replica.readMeta('linkOff')).toBe(true);
});
