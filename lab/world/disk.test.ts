import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openReplica, type Writable } from '../../main/replica/open.ts';
import { withDisk, type LabDisk } from './disk.ts';
import { createLoop } from './loop.ts';
import { Killed, startProcess, type LabProcess } from './process.ts';

let folder: string;
let raw: Writable;
let db: Writable;
let process: LabProcess;
let disk: LabDisk;
let flushed: number;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-disk-'));
  raw = openReplica({ file: join(folder, 'replica.db'), key: null });
  flushed = 0;
  disk = { fault: 'none', onDurable: () => (flushed += 1) };
  const loop = createLoop(
    () => Promise.resolve(),
    () => undefined,
  );
  process = startProcess({ name: 'p', loop, onDeath: () => undefined, onBug: () => undefined });
  db = withDisk(raw, disk, process);
});
afterEach(() => {
  raw.close();
  rmSync(folder, { recursive: true, force: true });
});

const put = (key: string): void => void db.prepare('INSERT INTO meta (key, value) VALUES (?, ?)').run(key, '1');
const count = (): unknown => raw.prepare("SELECT count(*) FROM meta WHERE key <> 'x'").pluck().get();

describe('a disk in the lab', () => {
  it('is the real database as long as nothing is wrong', () => {
    put('a');
    expect(db.prepare('SELECT value FROM meta WHERE key = ?').pluck().get('a')).toBe('1');
    expect(count()).toBe(1);
  });

  it('dies before a statement or after it', () => {
    process.dieAt(1, 'before');
    expect(() => put('a')).toThrow(Killed);
    expect(count()).toBe(0);
  });

  it('is full in the middle of things: small writes still fit, and it still reads', () => {
    disk.fault = 'full';
    put('a');
    put('b');
    expect(() => put('c')).toThrow(expect.objectContaining({ code: 'SQLITE_FULL' }));
    expect(db.prepare('SELECT count(*) FROM meta').pluck().get()).toBe(2);
  });

  it('fails once at a flush, which leaves the transaction uncommitted', () => {
    disk.fault = 'eio';
    db.prepare('BEGIN IMMEDIATE').run();
    put('a');
    expect(() => db.prepare('COMMIT').run()).toThrow(expect.objectContaining({ code: 'SQLITE_IOERR_FSYNC' }));
    expect(raw.inTransaction).toBe(true);
    db.prepare('ROLLBACK').run();
    expect(count()).toBe(0);
    expect(disk.fault).toBe('none');
  });

  it('tells of flushed commits, and of no others', () => {
    db.prepare('BEGIN IMMEDIATE').run();
    put('a');
    db.prepare('COMMIT').run();
    expect(flushed).toBe(1);
    db.pragma('synchronous = NORMAL');
    db.prepare('BEGIN IMMEDIATE').run();
    put('b');
    db.prepare('COMMIT').run();
    expect(flushed).toBe(1);
  });
});
