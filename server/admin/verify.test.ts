// One flipped bit is found, wherever it is, and every finding names its position.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Position } from '../../domain/ids.ts';
import { auditKey } from '../audit/audit-key.ts';
import { makeCheckpoint } from '../audit/checkpoint.ts';
import { composeCommitter, digest48, schema, sha256 } from '../compose.ts';
import type { Checkpoint } from '../storage/contract/checkpoints.ts';
import type { Storage } from '../storage/contract/storage.ts';
import { openDatabase, type Database } from '../storage/sqlite/database.ts';
import { createSqliteStorage } from '../storage/sqlite/storage.ts';
import { entryText } from '../sync/finish.ts';
import { operatorPen } from './operator.ts';
import { addPerson, addTeam } from './people.ts';
import { verify } from './verify.ts';

const ORG = 'mercy';
let folder = '';
let database: Database;
let storage: Storage;
let writePeople: (from: number, to: number) => Promise<void>;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-verify-'));
  database = openDatabase(join(folder, 'server.db'), 'anything');
  storage = createSqliteStorage(database);
  storage.directory.createOrganisation(ORG, 'Mercy', false, 1, 'incarnation-1');
  const pen = operatorPen(storage, ORG, schema);
  const office = {
    storage,
    org: ORG,
    pen,
    committer: composeCommitter(storage, ORG),
    sha256,
    author: null,
    clock: () => 1_790_000_000_000,
  };
  const admin = await addPerson(office, { name: 'Ruth', role: 'admin', team: null });
  const withAdmin = { ...office, author: { person: admin, role: 'admin' as const } };
  const team = await addTeam(withAdmin, 'North', []);
  writePeople = async (from, to) => {
    for (let i = from; i < to; i++) await addPerson(withAdmin, { name: `Person ${i}`, role: 'technician', team });
  };
  await writePeople(0, 20);
});
afterEach(() => {
  storage.close();
  rmSync(folder, { recursive: true, force: true });
});

const look = (witnesses: readonly Checkpoint[] = []) =>
  verify({ storage, org: ORG, sha256, digest: digest48, witnesses, progress: () => undefined });
const problems = (): readonly string[] => look().problems;
const found = (witnesses: readonly Checkpoint[] = []): readonly (readonly [string, number | null])[] =>
  look(witnesses).findings.map((f) => [f.kind, f.position] as const);
const sign = () =>
  makeCheckpoint({
    storage,
    org: ORG,
    key: auditKey(storage.directory),
    clock: () => 1_790_000_100_000,
    pause: () => Promise.resolve(),
  });

/** Moves rows of the log to other positions, as somebody would who can write the database and not reckon hashes. */
function renumber(move: (pos: number) => number | null): void {
  const db = database.connection;
  db.exec('UPDATE log SET pos = pos + 1000');
  for (let pos = 1; pos <= 40; pos++) {
    const to = move(pos);
    if (to === null) db.exec(`DELETE FROM log WHERE pos = ${pos + 1000}`);
    else db.exec(`UPDATE log SET pos = ${to} WHERE pos = ${pos + 1000}`);
  }
}

const COLUMNS =
  'org, kind, device, epoch, seq, author, role, lane, hlc, made_at, received_at, edits, outcome, hash, chain, ahead';

/** What somebody does who knows how the chain is made: all of it anew from a position on. */
function chainAnew(from: number): void {
  let chain = storage.chainAt(ORG, from - 1) ?? '';
  for (const entry of storage.log(ORG, (from - 1) as Position, 1_000)) {
    chain = sha256(`${chain}\n${entryText(entry)}`);
    database.connection.exec(`UPDATE log SET chain = unhex('${chain}') WHERE pos = ${entry.pos}`);
  }
  const last = storage.log(ORG, 0 as Position, 1_000).at(-1)?.pos ?? 0;
  database.connection.exec(`UPDATE organisation SET position = ${last}, chain = '${chain}'`);
}

describe('verify', () => {
  it('[A-1, W-8] finds nothing where nothing was altered, signed or not', async () => {
    expect(look()).toMatchObject({ entries: 22, records: 22, findings: [], checkpoints: 0, signedUpTo: 0 });
    await sign();
    await writePeople(20, 30);
    await sign();
    await writePeople(30, 32);
    expect(look()).toMatchObject({ entries: 34, records: 34, findings: [], checkpoints: 2, signedUpTo: 32 });
  });

  const forgeries: [string, string, RegExp][] = [
    [
      'a value in the log',
      "UPDATE log SET edits = replace(edits, 'Person 7', 'Person 8') WHERE edits LIKE '%Person 7%'",
      /entry 10 was altered/,
    ],
    ['an author', "UPDATE log SET author = '00001-01-000009-00' WHERE pos = 5", /entry 5 was altered/],
    [
      'one bit of a hash',
      "UPDATE log SET hash = unhex(replace(hex(hash), substr(hex(hash), 1, 2), '00')) WHERE pos = 6",
      /entry 6 was altered/,
    ],
    ['a missing entry', 'DELETE FROM log WHERE pos = 12', /from 11 to 13: entry 12 is missing/],
    ['a cut end', 'DELETE FROM log WHERE pos > 18', /ends at 18/],
    ['a head that was turned back', 'UPDATE organisation SET position = 10', /ends at 22, its head says 10/],
    [
      'a record behind the back of the log',
      "UPDATE record SET body = replace(body, 'Person 3', 'Person 4')",
      /not what its digest says/,
    ],
    ['a record that is gone', 'DELETE FROM record WHERE key = 9', /does not add up/],
  ];
  for (const [what, sql, words] of forgeries) {
    it(`[A-1] finds ${what}`, () => {
      database.connection.exec(sql);
      expect(problems().join('\n')).toMatch(words);
    });
  }

  it('[A-1] one flipped bit anywhere is one finding, at its position', () => {
    for (const column of ['edits', 'author', 'kind', 'role', 'received_at', 'hash', 'chain', 'seq']) {
      const before = database.connection.prepare(`SELECT ${column} FROM log WHERE pos = 9`).pluck().get();
      const flipped = flip(before);
      const put = database.connection.prepare(`UPDATE log SET ${column} = ? WHERE pos = 9`);
      put.run(flipped);
      expect([column, found()]).toEqual([column, [['altered', 9]]]);
      put.run(before);
    }
    expect(found()).toEqual([]);
  });

  it('[A-1] names the first position of entries that were moved', () => {
    renumber((pos) => (pos === 7 ? 8 : pos === 8 ? 7 : pos));
    expect(found()).toEqual([['reordered', 7]]);
    expect(problems()[0]).toMatch(/entries 7 to 8 stand in another order/);
  });

  it('[A-1] names the place from which an entry was taken far away', () => {
    renumber((pos) => (pos === 15 ? 4 : pos >= 4 && pos < 15 ? pos + 1 : pos));
    expect(found()).toEqual([['reordered', 4]]);
  });

  it('[A-1] names the position of an entry that was put in, and goes on behind it', () => {
    renumber((pos) => (pos >= 9 ? pos + 1 : pos));
    database.connection.exec(`INSERT INTO log (pos, ${COLUMNS}) SELECT 9, ${COLUMNS} FROM log WHERE pos = 3`);
    database.connection.exec("UPDATE log SET author = '00001-01-000009-00' WHERE pos = 20");
    expect(found()).toEqual([
      ['inserted', 9],
      ['altered', 19],
    ]);
  });

  it('[A-1] names the position of an entry that was taken out, where the others were numbered anew', () => {
    renumber((pos) => (pos === 6 ? null : pos > 6 ? pos - 1 : pos));
    database.connection.exec('UPDATE organisation SET position = 21');
    expect(found().filter(([kind]) => kind !== 'sums')).toEqual([['missing', 6]]);
  });

  it('[A-1] a tail that was cut off is missed by the last checkpoint, although head and chain were put right', async () => {
    await sign();
    database.connection.exec('DELETE FROM log WHERE pos > 17');
    chainAnew(1);
    expect(found().filter(([kind]) => kind !== 'record' && kind !== 'sums')).toEqual([['cutTail', 18]]);
    expect(problems().join('\n')).toMatch(/ends at 17, but was signed up to 22 .*: entries 18 to 22 gone/);
    expect(await sign()).toEqual({ kind: 'notAsSigned', position: 22 });
  });

  it('[A-1] a chain that was reckoned anew contradicts what was signed, between two checkpoints', async () => {
    await sign();
    await writePeople(20, 25);
    await sign();
    await writePeople(25, 30);
    database.connection.exec("UPDATE log SET author = '00001-01-000009-00' WHERE pos = 24");
    chainAnew(24);
    expect(found()).toEqual([['notAsSigned', 23]]);
    expect(problems()[0]).toMatch(/the log up to 27 is not the one that was signed .* entries 23 to 27/);
    expect(await sign()).toEqual({ kind: 'notAsSigned', position: 27 });
    database.connection.exec('DELETE FROM checkpoint');
    expect(found()).toEqual([]);
  });

  it('[A-1] a checkpoint that others kept says it also when the server’s own were removed', async () => {
    await sign();
    const kept = storage.checkpoints.all(ORG);
    database.connection.exec("DELETE FROM checkpoint; UPDATE log SET author = '00001-01-000009-00' WHERE pos = 20");
    chainAnew(20);
    expect(found()).toEqual([]);
    expect(found(kept)).toEqual([['notAsSigned', 1]]);
  });

  it('[A-1] a forged checkpoint is named: another position, chain, root or time, or another key', async () => {
    await sign();
    const forged = [
      'position = 21',
      "chain = unhex('00')",
      "root = unhex('00')",
      'at = at + 1',
      "incarnation = 'another'",
      "signature = 'AAAA'",
    ];
    for (const set of forged) {
      database.connection.exec('DELETE FROM checkpoint');
      await sign();
      database.connection.exec(`UPDATE checkpoint SET ${set}`);
      expect([set, found()]).toEqual([set, [['forgedCheckpoint', set === 'position = 21' ? 21 : 22]]]);
    }
    database.connection.exec("DELETE FROM checkpoint; DELETE FROM secret WHERE name = 'auditKey'");
    await sign();
    const foreign = storage.checkpoints.all(ORG);
    database.connection.exec("DELETE FROM checkpoint; DELETE FROM secret WHERE name = 'auditKey'");
    await sign();
    expect(found(foreign)).toEqual([['forgedCheckpoint', 22]]);
  });

  it('[A-1] the checkpoint goes on from the one before, and from the beginning where its peaks were altered', async () => {
    await sign();
    database.connection.exec("UPDATE checkpoint SET peaks = ''");
    await writePeople(20, 23);
    expect(await sign()).toMatchObject({ kind: 'made', checkpoint: { position: 25 } });
    expect(await sign()).toMatchObject({ kind: 'unchanged', checkpoint: { position: 25 } });
    expect(found()).toEqual([]);
  });

  it('[A-1, W-12] what was signed in days that a restore lost is not held against the log', async () => {
    await sign();
    const kept = storage.checkpoints.all(ORG);
    database.connection.exec('DELETE FROM checkpoint; DELETE FROM log WHERE pos > 17');
    chainAnew(1);
    const lost = found(kept).filter(([kind]) => kind === 'cutTail');
    expect(lost).toEqual([['cutTail', 18]]);
    storage.incarnations.begin(ORG, { incarnation: 'incarnation-2', cause: 'restored', at: 5, lost: null });
    expect(found(kept).filter(([kind]) => kind === 'cutTail')).toEqual([]);
  });
});

function flip(value: unknown): string | number | Buffer {
  if (typeof value === 'number') return value ^ 1;
  if (Buffer.isBuffer(value)) return Buffer.from(value.map((b, i) => (i === 5 ? b ^ 1 : b)));
  const text = String(value);
  if (text.startsWith('[')) return text.replace('Person', 'Qerson');
  if (text === 'change') return 'strike';
  return text === 'admin' ? 'lead' : text.replace('1', '3');
}
