import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { beginWork, wasLeftAtWork, witnessOf } from './at-work.ts';
import { closeReplica, openForReading, openReplica } from './open.ts';
import { ReplicaFault } from './replica-fault.ts';

const SAVES = 12;
/** Files of a console that was killed after its saves; each test works on a copy. */
const killed = mkdtempSync(join(tmpdir(), 'holdfast-killed-'));
let folder: string;
let file: string;

beforeAll(() => {
  const program = `
    import { openReplica } from ${JSON.stringify(join(import.meta.dirname, 'open.ts'))};
    import { Replica } from ${JSON.stringify(join(import.meta.dirname, 'replica.ts'))};
    import { digest48, schema, sha256 } from ${JSON.stringify(join(import.meta.dirname, '../compose.ts'))};
    const db = openReplica({ file: ${JSON.stringify(join(killed, 'replica.db'))}, key: null });
    const replica = new Replica(db, { schema, sha256, digest: digest48, clock: () => 0 });
    for (let seq = 1; seq <= ${SAVES}; seq++)
      replica.transact('durable', () => {
        replica.changes.insert.run(1, seq, seq, 1, 'queued', 'a', 'technician', 1, seq, 0, 2, null, '[]', null, 'h', 'c');
        replica.wrote({ epoch: 1, seq });
      });
    process.kill(process.pid, 'SIGKILL');`;
  const run = spawnSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' });
  if (run.signal !== 'SIGKILL') throw new Error(`it ended by itself: ${run.stderr}`);
}, 60_000);
afterAll(() => rmSync(killed, { recursive: true, force: true }));

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-at-work-'));
  file = join(folder, 'replica.db');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function killedAfterSaves(): void {
  for (const name of readdirSync(killed)) if (!name.endsWith('-shm')) cpSync(join(killed, name), join(folder, name));
}

function faultOf(): ReplicaFault | null {
  try {
    openReplica({ file, key: null }).close();
    return null;
  } catch (error) {
    if (error instanceof ReplicaFault) return error;
    throw error;
  }
}

/** Bytes of everything in the folder but mapped memory and what looking makes. */
function contents(): ReadonlyMap<string, string> {
  const names = readdirSync(folder).filter((name) => !name.endsWith('-shm') && statSync(join(folder, name)).size > 0);
  return new Map(names.map((name) => [name, readFileSync(join(folder, name)).toString('base64')]));
}

function flip(name: string, at: number): void {
  const bytes = readFileSync(join(folder, name));
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  writeFileSync(join(folder, name), bytes);
}

function countChanges(): number {
  const db = openForReading(file, null);
  const count = db.prepare<[], number>('SELECT count(*) FROM change').pluck().get();
  db.close();
  return count ?? 0;
}

it('[Q-6] after kill -9 the replica opens with everything, and the witness knows the newest change', () => {
  killedAfterSaves();
  expect(wasLeftAtWork(file)).toBe(true);
  expect(witnessOf(file)).toEqual({ epoch: 1, seq: SAVES });
  expect(faultOf()).toBeNull();
  expect(countChanges()).toBe(SAVES);
});

it('[Q-6] a write-ahead log that was removed after a kill is missed: which changes, nothing touched, and put back all is well', () => {
  killedAfterSaves();
  const aside = join(folder, 'moved-by-a-cleaner');
  renameSync(`${file}-wal`, aside);
  const before = contents();
  const fault = faultOf();
  expect(fault?.kind).toBe('incomplete');
  expect(fault?.message).toContain(`Changes 1 to ${SAVES}`);
  expect(contents()).toEqual(before);
  renameSync(aside, `${file}-wal`);
  expect(faultOf()).toBeNull();
  expect(countChanges()).toBe(SAVES);
});

it('[Q-6] a person who decides to go on without the missing work can: at-work is removed by hand', () => {
  killedAfterSaves();
  rmSync(`${file}-wal`);
  expect(faultOf()?.kind).toBe('incomplete');
  rmSync(join(folder, 'at-work'));
  expect(faultOf()).toBeNull();
});

it('[Q-6] a bit that flipped in the write-ahead log is not a shorter queue that looks sound', () => {
  killedAfterSaves();
  flip('replica.db-wal', Math.floor(statSync(`${file}-wal`).size * 0.8));
  const before = contents();
  expect(faultOf()?.kind).toBe('incomplete');
  expect(contents()).toEqual(before);
});

it('[Q-6] damaged pages are refused and left as they were, the log beside them included', () => {
  killedAfterSaves();
  const bytes = readFileSync(file);
  for (let page = 2; page < bytes.length / 4096; page += 2) bytes.fill(0x5a, page * 4096, (page + 1) * 4096);
  writeFileSync(file, bytes);
  const before = contents();
  expect(before.has('replica.db-wal')).toBe(true);
  expect(faultOf()?.kind).toBe('damaged');
  expect(contents()).toEqual(before);
});

it('[Q-6] a schema whose text was altered is damage in words, not an error of a statement', () => {
  killedAfterSaves();
  closeReplica(openReplica({ file, key: null }), file);
  beginWork(file, { epoch: 1, seq: SAVES }).letGo();
  const text = readFileSync(file, 'latin1').replaceAll("prefix='2 3'", "prefux='2 3'");
  writeFileSync(file, text, 'latin1');
  expect(faultOf()?.kind).toBe('damaged');
});

it('[Q-6] a database that was removed while work was in it is not replaced by an empty one in silence', () => {
  killedAfterSaves();
  rmSync(file);
  expect(faultOf()?.kind).toBe('incomplete');
  expect(existsSync(file)).toBe(false);
  expect(existsSync(`${file}-wal`)).toBe(true);
});

it('[Q-6] a first start that was cut off leaves nothing that the next one trips over', () => {
  writeFileSync(`${file}.new`, Buffer.alloc(4096));
  writeFileSync(`${file}.new-journal`, 'torn');
  expect(faultOf()).toBeNull();
  expect(readdirSync(folder).filter((name) => name.includes('.new'))).toEqual([]);
});

it('[Q-6] closing in good order leaves no witness; an older copy put in its place opens', () => {
  const db = openReplica({ file, key: null });
  closeReplica(db, file);
  cpSync(file, join(folder, 'copy'));
  killedAfterSaves();
  closeReplica(openReplica({ file, key: null }), file);
  expect(wasLeftAtWork(file)).toBe(false);
  rmSync(file);
  renameSync(join(folder, 'copy'), file);
  expect(faultOf()).toBeNull();
});

it('[Q-6] a start without new work keeps the witness', () => {
  killedAfterSaves();
  expect(faultOf()).toBeNull();
  expect(witnessOf(file)).toEqual({ epoch: 1, seq: SAVES });
});

it('[Q-6, SAVE-4] a bit that flipped in a sequence of the queue is found, in the middle and at the end', () => {
  killedAfterSaves();
  closeReplica(openReplica({ file, key: null }), file);
  for (const seq of [SAVES / 2, SAVES]) {
    const bytes = readFileSync(file);
    // Of a row: epoch 1 is a type without bytes, the sequence one byte, then save_seq (the same), lane 1 and "queued".
    const at = bytes.indexOf(Buffer.from([seq, seq, ...Buffer.from('queued')]));
    expect(at).toBeGreaterThan(0);
    const turned = Buffer.from(bytes);
    turned[at] = seq ^ 0x40;
    writeFileSync(file, turned);
    beginWork(file, { epoch: 1, seq: SAVES }).letGo();
    expect(faultOf()?.kind).toMatch(/^(damaged|incomplete)$/);
    writeFileSync(file, bytes);
    expect(faultOf()).toBeNull();
  }
});

it('a shorter witness leaves nothing of a longer one, and one that let go writes no more', () => {
  const first = beginWork(file, null);
  expect(witnessOf(file)).toBeNull();
  first.note({ epoch: 1, seq: 123_456 });
  first.note({ epoch: 2, seq: 7 });
  first.letGo();
  first.note({ epoch: 9, seq: 9 });
  expect(witnessOf(file)).toEqual({ epoch: 2, seq: 7 });
});
