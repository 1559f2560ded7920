// One flipped bit is found, wherever it is.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { composeCommitter, digest48, schema, sha256 } from '../compose.ts';
import type { Storage } from '../storage/contract/storage.ts';
import { openDatabase, type Database } from '../storage/sqlite/database.ts';
import { createSqliteStorage } from '../storage/sqlite/storage.ts';
import { operatorPen } from './operator.ts';
import { addPerson, addTeam } from './people.ts';
import { verify } from './verify.ts';

const ORG = 'mercy';
let folder = '';
let database: Database;
let storage: Storage;

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
  for (let i = 0; i < 20; i++) await addPerson(withAdmin, { name: `Person ${i}`, role: 'technician', team });
});
afterEach(() => {
  storage.close();
  rmSync(folder, { recursive: true, force: true });
});

const problems = (): readonly string[] =>
  verify({ storage, org: ORG, sha256, digest: digest48, progress: () => undefined }).problems;

describe('verify', () => {
  it('[A-1, W-8] finds nothing where nothing was altered', () => {
    const found = verify({ storage, org: ORG, sha256, digest: digest48, progress: () => undefined });
    expect(found).toEqual({ entries: 22, records: 22, problems: [] });
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
    ['a missing entry', 'DELETE FROM log WHERE pos = 12', /from 11 to 13/],
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
});
