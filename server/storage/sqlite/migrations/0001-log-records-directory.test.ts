// The first step: from nothing to the tables that the contract needs. Its text is frozen once it has shipped.
import { describe, expect, it } from 'vitest';
import { migrate, MIGRATIONS } from '../migrate.ts';
import { connect, pragmaNumber } from '../open.ts';

const TABLES = [
  'account',
  'device',
  'device_view',
  'digest',
  'enrolment',
  'lease',
  'left_view',
  'log',
  'log_record',
  'organisation',
  'receipt',
  'record',
  'secret',
  'seen',
  'waiting',
];

describe('migration 1', () => {
  const fresh = (): ReturnType<typeof connect> => connect(':memory:', { timeout: 0, mustExist: false });

  it('goes from an empty file to every table, all of them STRICT, all keys led by the organisation', () => {
    const db = fresh();
    migrate(db, 'test', 0);
    expect(pragmaNumber(db, 'user_version')).toBe(0);
    migrate(db, 'test', 1);
    expect(pragmaNumber(db, 'user_version')).toBe(1);
    const tables = db
      .prepare<[], [string, number]>(
        "SELECT name, strict FROM pragma_table_list WHERE schema = 'main' AND name NOT LIKE 'sqlite%' ORDER BY name",
      )
      .raw()
      .all();
    expect(tables).toEqual(TABLES.map((name) => [name, 1]));
    for (const name of TABLES.filter((t) => !['organisation', 'secret', 'record'].includes(t))) {
      const first = db
        .prepare<[string], string>('SELECT name FROM pragma_table_info(?) WHERE pk = 1')
        .pluck()
        .get(name);
      expect([name, first]).toEqual([name, 'org']);
    }
    db.close();
  });

  it('can be run again without doing anything', () => {
    const db = fresh();
    migrate(db, 'test');
    db.exec("INSERT INTO secret (name, value) VALUES ('a', 'b')");
    migrate(db, 'test');
    expect(db.prepare<[], string>('SELECT value FROM secret').pluck().get()).toBe('b');
    db.close();
  });

  it('pulls and look-ups use the indexes made for them', () => {
    const db = fresh();
    migrate(db, 'test');
    const plan = (sql: string): string =>
      db
        .prepare<[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`)
        .all()
        .map((r) => r.detail)
        .join('; ');
    const expected: [string, string][] = [
      [
        'SELECT pos FROM record WHERE org = 1 AND site = 2 AND pos > 3 ORDER BY pos LIMIT 5',
        'USING COVERING INDEX record_site_pos',
      ],
      ['SELECT pos FROM record WHERE org = 1 AND pos > 3 ORDER BY pos LIMIT 5', 'USING COVERING INDEX record_pos'],
      ['SELECT body FROM record WHERE org = 1 AND parent = 2 ORDER BY id', 'record_parent'],
      ["SELECT key FROM record WHERE org = 1 AND collection = 'a' AND k1 = 'b' ORDER BY id", 'record_k1'],
      ["SELECT key FROM record WHERE org = 1 AND collection = 'a' AND k2 = 'b' ORDER BY id", 'record_k2'],
      [
        'SELECT site, record FROM left_view WHERE org = 1 AND pos > 2 AND pos <= 3 ORDER BY pos, record',
        'left_view_pos',
      ],
      ["SELECT seq FROM waiting WHERE org = 1 AND for_change = 'x'", 'waiting_for'],
    ];
    for (const [sql, index] of expected) {
      expect(plan(sql)).toContain(index);
      expect(plan(sql)).not.toContain('TEMP B-TREE');
    }
    db.close();
  });

  it('a step that fails leaves the version before it', () => {
    const db = fresh();
    db.exec('CREATE TABLE log (x)');
    expect(() => migrate(db, 'test')).toThrow(/log/);
    expect(pragmaNumber(db, 'user_version')).toBe(0);
    expect(db.prepare<[], number>("SELECT count(*) FROM sqlite_master WHERE name = 'organisation'").pluck().get()).toBe(
      0,
    );
    db.close();
  });

  it('steps are numbered without gaps', () => {
    expect(MIGRATIONS.map((m) => m.version)).toEqual(MIGRATIONS.map((_, i) => i + 1));
  });
});
