/**
 * Statements on `record`: the newest state of every record, one row each. A row is written by its key once it has been
 * read, and the indexes that an ordinary edit does not touch are left alone.
 */
import type { Position, RecordId } from '../../../../domain/ids.ts';
import type { DigestPage, StoredRecord } from '../../contract/types.ts';
import type { Connection, Statement } from '../open.ts';

/** A site of '' is "the whole organisation". */
export const siteText = (site: RecordId | null): string => site ?? '';
const siteOf = (text: string): RecordId | null => (text === '' ? null : (text as RecordId));

/** key, id, collection, parent, site, k1, k2, sort, pos, entered, body, digest */
type Row = [
  number,
  RecordId,
  string,
  RecordId | null,
  string,
  string | null,
  string | null,
  number | null,
  Position,
  Position,
  string,
  number,
];

const COLUMNS = 'key, id, collection, parent, site, k1, k2, sort, pos, entered, body, digest';

export interface KeyedRecord {
  readonly key: number;
  readonly record: StoredRecord;
}

export interface RecordTable {
  get(org: number, id: RecordId): KeyedRecord | undefined;
  site(org: number, id: RecordId): RecordId | null | undefined;
  children(org: number, parent: RecordId): readonly StoredRecord[];
  /** In the order of the file, for reading all of them. */
  after(org: number, key: number, limit: number): readonly KeyedRecord[];
  byKey(org: number, collection: string, column: 'k1' | 'k2', value: string): readonly StoredRecord[];
  /** Records of a collection with that second key beyond an id, in order of id. */
  byK2After(org: number, collection: string, value: string, after: string, limit: number): readonly StoredRecord[];
  insert(org: number, record: StoredRecord): void;
  /** For a row whose columns other than position, body and digest stay as they are. */
  rewrite(key: number, record: StoredRecord): void;
  replace(key: number, record: StoredRecord): void;
}

export function recordTable(db: Connection): RecordTable {
  const select = (where: string): string => `SELECT ${COLUMNS} FROM record WHERE org = ? AND ${where}`;
  const get = db.prepare<[number, string], Row>(select('id = ?')).raw();
  const site = db.prepare<[number, string], string>('SELECT site FROM record WHERE org = ? AND id = ?').pluck();
  const children = db.prepare<[number, string], Row>(select('parent = ? ORDER BY id')).raw();
  const byK1 = db.prepare<[number, string, string], Row>(select('collection = ? AND k1 = ? ORDER BY id')).raw();
  const byK2 = db.prepare<[number, string, string], Row>(select('collection = ? AND k2 = ? ORDER BY id')).raw();
  const byK2After = db
    .prepare<[number, string, string, string, number], Row>(
      select('collection = ? AND k2 = ? AND id > ? ORDER BY id LIMIT ?'),
    )
    .raw();
  const after = db.prepare<[number, number, number], Row>(select('key > ? ORDER BY key LIMIT ?')).raw();
  const insert = db.prepare<Insert>(
    'INSERT INTO record (org, id, collection, parent, site, k1, k2, sort, pos, entered, body, digest) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
  );
  const rewrite: Statement<[number, string, number, number]> = db.prepare(
    'UPDATE record SET pos = ?, body = ?, digest = ? WHERE key = ?',
  );
  const replace = db.prepare<Replace>(
    `UPDATE record SET parent = ?, site = ?, k1 = ?, k2 = ?, sort = ?, pos = ?, entered = ?, body = ?, digest = ? WHERE key = ?`,
  );
  return {
    get(org, id) {
      const row = get.get(org, id);
      return row && { key: row[0], record: recordOf(row) };
    },
    site(org, id) {
      const text = site.get(org, id);
      return text === undefined ? undefined : siteOf(text);
    },
    after: (org, key, limit) => after.all(org, key, limit).map((row) => ({ key: row[0], record: recordOf(row) })),
    children: (org, parent) => children.all(org, parent).map(recordOf),
    byKey: (org, collection, column, value) =>
      (column === 'k1' ? byK1 : byK2).all(org, collection, value).map(recordOf),
    byK2After: (org, collection, value, id, limit) => byK2After.all(org, collection, value, id, limit).map(recordOf),
    insert(org, r) {
      insert.run(
        org,
        r.id,
        r.collection,
        r.parent,
        siteText(r.site),
        r.k1,
        r.k2,
        r.sort,
        r.pos,
        r.entered,
        r.body,
        r.digest,
      );
    },
    rewrite(key, r) {
      rewrite.run(r.pos, r.body, r.digest, key);
    },
    replace(key, r) {
      replace.run(r.parent, siteText(r.site), r.k1, r.k2, r.sort, r.pos, r.entered, r.body, r.digest, key);
    },
  };
}

type Text = string | null;
type Insert = [number, string, string, Text, string, Text, Text, number | null, number, number, string, number];
type Replace = [Text, string, Text, Text, number | null, number, number, string, number, number];

function recordOf(row: Row): StoredRecord {
  const [, id, collection, parent, site, k1, k2, sort, pos, entered, body, digest] = row;
  return { id, collection, parent, site: siteOf(site), k1, k2, sort, pos, entered, body, digest };
}

/** True when only position, body and digest differ. */
export function keepsItsColumns(before: StoredRecord, after: StoredRecord): boolean {
  return (
    before.site === after.site &&
    before.parent === after.parent &&
    before.k1 === after.k1 &&
    before.k2 === after.k2 &&
    before.sort === after.sort &&
    before.entered === after.entered
  );
}

/** Rows of a pull, read by ranges of positions. */
export interface RecordRanges {
  /** Positions at one site in (from, upTo], ascending, at most `limit`: read from the index alone. */
  positionsAt(org: number, site: string, from: number, upTo: number, limit: number): number[];
  positions(org: number, from: number, upTo: number, limit: number): number[];
  rowsAt(org: number, site: string, from: number, upTo: number): readonly StoredRecord[];
  rows(org: number, from: number, upTo: number): readonly StoredRecord[];
  digestsAt(org: number, site: string, from: number, upTo: number): DigestPage['rows'];
}

export function recordRanges(db: Connection): RecordRanges {
  type AtSite = [number, string, number, number];
  const positionsAt = db
    .prepare<[...AtSite, number], number>(
      'SELECT pos FROM record WHERE org = ? AND site = ? AND pos > ? AND pos <= ? ORDER BY pos LIMIT ?',
    )
    .pluck();
  const positions = db
    .prepare<[number, number, number, number], number>(
      'SELECT pos FROM record WHERE org = ? AND pos > ? AND pos <= ? ORDER BY pos LIMIT ?',
    )
    .pluck();
  const rowsAt = db
    .prepare<AtSite, Row>(
      `SELECT ${COLUMNS} FROM record WHERE org = ? AND site = ? AND pos > ? AND pos <= ? ORDER BY pos`,
    )
    .raw();
  const rows = db
    .prepare<[number, number, number], Row>(
      `SELECT ${COLUMNS} FROM record WHERE org = ? AND pos > ? AND pos <= ? ORDER BY pos`,
    )
    .raw();
  const digestsAt = db.prepare<AtSite, DigestPage['rows'][number]>(
    'SELECT id, collection, pos, digest FROM record WHERE org = ? AND site = ? AND pos > ? AND pos <= ? ORDER BY pos, id',
  );
  return {
    digestsAt: (org, site, from, upTo) => digestsAt.all(org, site, from, upTo),
    positionsAt: (org, site, from, upTo, limit) => positionsAt.all(org, site, from, upTo, limit),
    positions: (org, from, upTo, limit) => positions.all(org, from, upTo, limit),
    rowsAt: (org, site, from, upTo) => rowsAt.all(org, site, from, upTo).map(recordOf),
    rows: (org, from, upTo) => rows.all(org, from, upTo).map(recordOf),
  };
}
