/** The statements of the replica, prepared once, grouped by table and typed by row and parameters. */
import type { Writable } from './open.ts';

export interface RecordRow {
  readonly rid: number;
  readonly id: string;
  readonly collection: string;
  readonly parent: string | null;
  readonly site: string | null;
  readonly k1: string | null;
  readonly k2: string | null;
  readonly sort: number | null;
  readonly pos: number;
  readonly body: string;
  readonly shown: string | null;
  readonly digest: number;
}

export type CountedRow = Pick<RecordRow, 'rid' | 'id' | 'site' | 'collection' | 'pos' | 'body' | 'digest'>;

const RECORD = 'rid, id, collection, parent, site, k1, k2, sort, pos, body, shown, digest';

export function recordTable(db: Writable) {
  return {
    byId: db.prepare<[string], RecordRow>(`SELECT ${RECORD} FROM record WHERE id = ?`),
    byParent: db.prepare<[string], RecordRow>(`SELECT ${RECORD} FROM record WHERE parent = ? ORDER BY id`),
    byParentIn: db.prepare<[string, string], RecordRow>(
      `SELECT ${RECORD} FROM record WHERE parent = ? AND collection = ? ORDER BY id`,
    ),
    siteOf: db.prepare<[string], string | null>('SELECT site FROM record WHERE id = ?').pluck(),
    insert: db.prepare<
      [
        string,
        string,
        string | null,
        string | null,
        string | null,
        string | null,
        number | null,
        number,
        string,
        string | null,
        number,
      ]
    >(
      'INSERT INTO record (id, collection, parent, site, k1, k2, sort, pos, body, shown, digest) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
    ),
    update: db.prepare<
      [
        string | null,
        string | null,
        string | null,
        string | null,
        number | null,
        number,
        string,
        string | null,
        number,
        number,
      ]
    >(
      'UPDATE record SET parent = ?, site = ?, k1 = ?, k2 = ?, sort = ?, pos = ?, body = ?, shown = ?, digest = ? WHERE rid = ?',
    ),
    /** When no key moved: a shorter write, and no index is touched. */
    updateBody: db.prepare<[number, string, string | null, number, number]>(
      'UPDATE record SET pos = ?, body = ?, shown = ?, digest = ? WHERE rid = ?',
    ),
    remove: db.prepare<[number]>('DELETE FROM record WHERE rid = ?'),
    setCollection: db.prepare<[string, number]>('UPDATE record SET collection = ? WHERE rid = ?'),
    ofSite: db.prepare<[string], RecordRow>(`SELECT ${RECORD} FROM record WHERE site = ?`),
    /** All records in the order of the file, to be counted (W-8). */
    walk: db.prepare<[number, number], CountedRow>(
      'SELECT rid, id, site, collection, pos, body, digest FROM record WHERE rid > ? ORDER BY rid LIMIT ?',
    ),
    walkPart: db.prepare<[string | null, string, number, number], CountedRow>(
      'SELECT rid, id, site, collection, pos, body, digest FROM record WHERE site IS ? AND collection = ? AND rid > ? ORDER BY rid LIMIT ?',
    ),
    setDigest: db.prepare<[number, number]>('UPDATE record SET digest = ? WHERE rid = ?'),
    count: db.prepare<[], number>('SELECT count(*) FROM record').pluck(),
    lastRid: db.prepare<[], number>('SELECT coalesce(max(rid), 0) FROM record').pluck(),
  };
}
export type RecordTable = ReturnType<typeof recordTable>;

export interface ChangeRow {
  readonly epoch: number;
  readonly seq: number;
  readonly save_seq: number;
  readonly lane: number;
  readonly state: string;
  readonly author: string;
  readonly role: string;
  readonly schema: number;
  readonly hlc: number;
  readonly made_at: number;
  readonly bytes: number;
  readonly depends: string | null;
  readonly edits: string;
  readonly replaces: string | null;
  readonly hash: string;
  readonly chain: string;
  readonly outcome: string | null;
  readonly position: number | null;
  readonly received_at: number | null;
  readonly seen_at: number | null;
  readonly handed_by: string | null;
  readonly replaced_by: string | null;
  /** Text of [epoch, sequence, hash] (W-2). */
  readonly was: string | null;
}

export const CHANGE =
  'epoch, seq, save_seq, lane, state, author, role, schema, hlc, made_at, bytes, depends, edits, replaces, hash, chain, outcome, position, received_at, seen_at, handed_by, replaced_by, was';

export type PlainRow = Pick<ChangeRow, 'epoch' | 'seq' | 'edits'> & { readonly position: number };

/** A change as the books count it; `edits` is how many. */
export type BookRow = Pick<ChangeRow, 'epoch' | 'seq' | 'state' | 'outcome' | 'received_at' | 'replaced_by'> & {
  readonly edits: number;
};

export interface QueueRow {
  readonly seq: number;
  readonly lane: number;
  readonly state: string;
  readonly bytes: number;
  readonly depends: string | null;
}

/** Said in every statement about open work: only with these words does SQLite use the index `change_open`. */
const IS_OPEN = "state NOT IN ('settled', 'replaced')";

export function changeTable(db: Writable) {
  return {
    insert: db.prepare<
      [
        number,
        number,
        number,
        number,
        string,
        string,
        string,
        number,
        number,
        number,
        number,
        string | null,
        string,
        string | null,
        string,
        string,
      ]
    >(
      'INSERT INTO change (epoch, seq, save_seq, lane, state, author, role, schema, hlc, made_at, bytes, depends, edits, replaces, hash, chain) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
    ),
    setOrigin: db.prepare<[string, number, number]>('UPDATE change SET was = ? WHERE epoch = ? AND seq = ?'),
    byKey: db.prepare<[number, number], ChangeRow>(`SELECT ${CHANGE} FROM change WHERE epoch = ? AND seq = ?`),
    last: db.prepare<[number], { seq: number; chain: string; hlc: number }>(
      'SELECT seq, chain, hlc FROM change WHERE epoch = ? ORDER BY seq DESC LIMIT 1',
    ),
    chainAt: db.prepare<[number, number], string>('SELECT chain FROM change WHERE epoch = ? AND seq = ?').pluck(),
    /** Whether anything may leave at all. */
    mayLeave: db
      .prepare<[], 1>(`SELECT 1 FROM change WHERE ${IS_OPEN} AND state IN ('queued', 'handed') LIMIT 1`)
      .pluck(),
    /** The head of a lane behind a sequence. */
    open: db.prepare<[string, number, number, number, number], QueueRow>(
      `SELECT seq, lane, state, bytes, depends FROM change WHERE ${IS_OPEN} AND state = ? AND lane = ? AND epoch = ? AND seq > ? ORDER BY seq LIMIT ?`,
    ),
    queueItem: db.prepare<[number, number], QueueRow>(
      'SELECT seq, lane, state, bytes, depends FROM change WHERE epoch = ? AND seq = ?',
    ),
    inState: db.prepare<[string, number], ChangeRow>(
      `SELECT ${CHANGE} FROM change WHERE state = ? ORDER BY lane, seq LIMIT ?`,
    ),
    /** At the server, without a final outcome. */
    parked: db.prepare<[number, number], ChangeRow>(
      `SELECT ${CHANGE} FROM change WHERE state IN ('waiting', 'escrow') AND epoch = ? ORDER BY seq LIMIT ?`,
    ),
    confirmable: db.prepare<[number], ChangeRow>(
      `SELECT ${CHANGE} FROM change WHERE ${IS_OPEN} AND state = 'confirming' AND position <= ? ORDER BY position`,
    ),
    /** Plainly applied ones in (from, to]. */
    confirmablePlain: db.prepare<[number, number], PlainRow>(
      `SELECT epoch, seq, edits, position FROM change WHERE ${IS_OPEN} AND state = 'confirming' AND outcome IS NULL AND position > ? AND position <= ? ORDER BY position`,
    ),
    answerRun: db.prepare<[number, number, number, number, number, number]>(
      "UPDATE change SET state = 'confirming', position = ? + (seq - ?), received_at = ?, outcome = NULL WHERE epoch = ? AND seq BETWEEN ? AND ? AND state IN ('queued', 'handed', 'waiting', 'escrow', 'held')",
    ),
    setState: db.prepare<[string, number, number]>('UPDATE change SET state = ? WHERE epoch = ? AND seq = ?'),
    setOutcome: db.prepare<[string, string | null, number | null, number | null, number, number]>(
      'UPDATE change SET state = ?, outcome = ?, position = ?, received_at = ? WHERE epoch = ? AND seq = ?',
    ),
    settle: db.prepare<[number, number, number]>(
      "UPDATE change SET state = 'settled', seen_at = ? WHERE epoch = ? AND seq = ?",
    ),
    settleRun: db.prepare<[number, number, number, number]>(
      "UPDATE change SET state = 'settled', seen_at = ? WHERE epoch = ? AND seq BETWEEN ? AND ?",
    ),
    replace: db.prepare<[string, number, number]>(
      "UPDATE change SET state = 'replaced', replaced_by = ? WHERE epoch = ? AND seq = ?",
    ),
    /** The values beside the patches of unsent work; what travels stays as it was made. */
    setEdits: db.prepare<[string, number, number]>('UPDATE change SET edits = ? WHERE epoch = ? AND seq = ?'),
    setOutcomeOnly: db.prepare<[string | null, number, number]>(
      'UPDATE change SET outcome = ? WHERE epoch = ? AND seq = ?',
    ),
    release: db.prepare<[string, string, number, number]>(
      'UPDATE change SET state = ?, outcome = NULL, depends = ? WHERE epoch = ? AND seq = ?',
    ),
    summary: db.prepare<[], { lane: number; state: string; count: number; bytes: number; oldest: number }>(
      "SELECT lane, state, count(*) AS count, sum(bytes) AS bytes, min(made_at) AS oldest FROM change WHERE state NOT IN ('settled', 'replaced') GROUP BY lane, state",
    ),
    unsettledFrom: db.prepare<[number, number], ChangeRow>(
      `SELECT ${CHANGE} FROM change WHERE epoch = ? AND seq >= ? AND state NOT IN ('settled', 'replaced') ORDER BY seq`,
    ),
    dependents: db.prepare<[number], QueueRow>(
      `SELECT seq, lane, state, bytes, depends FROM change WHERE ${IS_OPEN} AND state IN ('queued', 'handed', 'held') AND epoch = ? AND depends IS NOT NULL ORDER BY seq`,
    ),
    forLedger: db.prepare<[], { state: string; outcome: string | null; edits: number; count: number }>(
      `SELECT state, outcome, json_array_length(edits) AS edits, count(*) AS count FROM change GROUP BY state, outcome, json_array_length(edits)
       UNION ALL SELECT 'settled', nullif(outcome, ''), edits, count FROM let_go`,
    ),
    /** All changes behind an (epoch, sequence), in order, to be counted (L-1). */
    books: db.prepare<[number, number, number], BookRow>(
      'SELECT epoch, seq, state, outcome, received_at, replaced_by, json_array_length(edits) AS edits FROM change WHERE (epoch, seq) > (?, ?) ORDER BY epoch, seq LIMIT ?',
    ),
  };
}
export type ChangeTable = ReturnType<typeof changeTable>;

export interface PendingRow {
  readonly record: string;
  readonly grp: string;
  readonly epoch: number;
  readonly seq: number;
}

export function pendingTable(db: Writable) {
  return {
    insert: db.prepare<[string, string, number, number]>(
      'INSERT INTO pending_edit (record, grp, epoch, seq) VALUES (?, ?, ?, ?)',
    ),
    ofRecord: db.prepare<[string], PendingRow>(
      'SELECT record, grp, epoch, seq FROM pending_edit WHERE record = ? ORDER BY epoch, seq',
    ),
    newestOf: db.prepare<[string, string], PendingRow>(
      'SELECT record, grp, epoch, seq FROM pending_edit WHERE record = ? AND grp = ? ORDER BY epoch DESC, seq DESC LIMIT 1',
    ),
    remove: db.prepare<[string, string, number, number]>(
      'DELETE FROM pending_edit WHERE record = ? AND grp = ? AND epoch = ? AND seq = ?',
    ),
  };
}
export type PendingTable = ReturnType<typeof pendingTable>;

export function metaTable(db: Writable) {
  return {
    get: db.prepare<[string], string>('SELECT value FROM meta WHERE key = ?').pluck(),
    set: db.prepare<[string, string]>(
      'INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
    ),
    remove: db.prepare<[string]>('DELETE FROM meta WHERE key = ?'),
    /** Records that left the view while unsent work lies on them, as their keys say it. */
    leaving: db.prepare<[], string>("SELECT key FROM meta WHERE key >= 'leaving ' AND key < 'leaving!'").pluck(),
  };
}
export type MetaTable = ReturnType<typeof metaTable>;

export function digestTable(db: Writable) {
  return {
    get: db.prepare<[string, string], { sum: number; count: number }>(
      'SELECT sum, count FROM digest WHERE site = ? AND collection = ?',
    ),
    set: db.prepare<[string, string, number, number]>(
      'INSERT INTO digest (site, collection, sum, count) VALUES (?, ?, ?, ?) ON CONFLICT (site, collection) DO UPDATE SET sum = excluded.sum, count = excluded.count',
    ),
    all: db.prepare<[], { site: string; collection: string; sum: number; count: number }>(
      'SELECT site, collection, sum, count FROM digest WHERE count <> 0 ORDER BY site, collection',
    ),
  };
}
export type DigestTable = ReturnType<typeof digestTable>;

export function viewTable(db: Writable) {
  return {
    all: db.prepare<[], { site: string; filled: number | null }>('SELECT site, filled FROM view_site ORDER BY site'),
    put: db.prepare<[string, number | null]>(
      'INSERT INTO view_site (site, filled) VALUES (?, ?) ON CONFLICT (site) DO UPDATE SET filled = excluded.filled',
    ),
    remove: db.prepare<[string]>('DELETE FROM view_site WHERE site = ?'),
  };
}

export function searchTable(db: Writable) {
  return {
    mark: db.prepare<[number]>('INSERT OR IGNORE INTO search_pending (rid) VALUES (?)'),
    markRange: db.prepare<[number, number]>(
      "INSERT OR IGNORE INTO search_pending (rid) SELECT rid FROM record WHERE rid > ? AND rid <= ? AND collection IN ('equipment', 'workOrder')",
    ),
    next: db.prepare<[number], { rid: number; collection: string | null; shown: string | null }>(
      'SELECT p.rid AS rid, r.collection AS collection, coalesce(r.shown, r.body) AS shown FROM search_pending p LEFT JOIN record r ON r.rid = p.rid ORDER BY p.rid LIMIT ?',
    ),
    done: db.prepare<[number]>('DELETE FROM search_pending WHERE rid = ?'),
    put: db.prepare<[number, string]>('INSERT OR REPLACE INTO search (rowid, words) VALUES (?, ?)'),
    drop: db.prepare<[number]>('DELETE FROM search WHERE rowid = ?'),
    waiting: db.prepare<[], number>('SELECT count(*) FROM search_pending').pluck(),
  };
}
export type SearchTable = ReturnType<typeof searchTable>;

export function historyTable(db: Writable) {
  return {
    put: db.prepare<[string, number, string, string]>(
      'INSERT OR REPLACE INTO history (record, pos, grp, entry) VALUES (?, ?, ?, ?)',
    ),
    of: db.prepare<[string], string>('SELECT entry FROM history WHERE record = ? ORDER BY pos, grp').pluck(),
    known: db.prepare<[string], { up_to: number; at: number }>('SELECT up_to, at FROM history_known WHERE record = ?'),
    setKnown: db.prepare<[string, number, number]>(
      'INSERT INTO history_known (record, up_to, at) VALUES (?, ?, ?) ON CONFLICT (record) DO UPDATE SET up_to = excluded.up_to, at = excluded.at',
    ),
  };
}

export function draftTable(db: Writable) {
  return {
    get: db.prepare<[string], { value: string; kept_at: number }>('SELECT value, kept_at FROM draft WHERE key = ?'),
    put: db.prepare<[string, string, number]>(
      'INSERT INTO draft (key, value, kept_at) VALUES (?, ?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value, kept_at = excluded.kept_at',
    ),
    remove: db.prepare<[string]>('DELETE FROM draft WHERE key = ?'),
  };
}
