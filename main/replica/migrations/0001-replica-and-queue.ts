/**
 * The replica, the queue and what later rules need of them. Frozen: changes are new migrations.
 *
 * record.body   canonical groups, as the server decided (text of `encodeBody`)
 * record.shown  the same with this laptop's pending work on top; null when nothing is pending
 * k1, k2, sort, parent, site follow what is shown, digest follows the canonical body.
 */
export const m0001 = {
  version: 1,
  sql: `
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE record (
  rid INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  collection TEXT NOT NULL,
  parent TEXT,
  site TEXT,
  k1 TEXT,
  k2 TEXT,
  sort INTEGER,
  pos INTEGER NOT NULL,
  body TEXT NOT NULL,
  shown TEXT,
  digest INTEGER NOT NULL
) STRICT;
CREATE INDEX record_by_parent ON record (parent, collection) WHERE parent IS NOT NULL;
CREATE INDEX record_by_site ON record (site, collection);
CREATE INDEX record_by_k1 ON record (collection, k1) WHERE k1 IS NOT NULL;
CREATE INDEX record_by_k2 ON record (collection, k2) WHERE k2 IS NOT NULL;
CREATE INDEX record_pending ON record (rid) WHERE shown IS NOT NULL;

CREATE TABLE change (
  epoch INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  save_seq INTEGER NOT NULL,
  lane INTEGER NOT NULL,
  state TEXT NOT NULL,
  author TEXT NOT NULL,
  role TEXT NOT NULL,
  schema INTEGER NOT NULL,
  hlc INTEGER NOT NULL,
  made_at INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  depends TEXT,
  edits TEXT NOT NULL,
  replaces TEXT,
  hash TEXT NOT NULL,
  chain TEXT NOT NULL,
  outcome TEXT,
  position INTEGER,
  received_at INTEGER,
  seen_at INTEGER,
  handed_by TEXT,
  replaced_by TEXT,
  PRIMARY KEY (epoch, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX change_open ON change (state, lane, seq) WHERE state NOT IN ('settled', 'replaced');

CREATE TABLE pending_edit (
  record TEXT NOT NULL,
  grp TEXT NOT NULL,
  epoch INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  PRIMARY KEY (record, grp, epoch, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE digest (
  site TEXT NOT NULL,
  collection TEXT NOT NULL,
  sum INTEGER NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (site, collection)
) STRICT, WITHOUT ROWID;

CREATE TABLE view_site (site TEXT PRIMARY KEY, filled INTEGER) STRICT, WITHOUT ROWID;

CREATE TABLE history (
  record TEXT NOT NULL,
  pos INTEGER NOT NULL,
  grp TEXT NOT NULL,
  entry TEXT NOT NULL,
  PRIMARY KEY (record, pos, grp)
) STRICT, WITHOUT ROWID;
CREATE TABLE history_known (record TEXT PRIMARY KEY, up_to INTEGER NOT NULL, at INTEGER NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE draft (key TEXT PRIMARY KEY, value TEXT NOT NULL, kept_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;

CREATE VIRTUAL TABLE search USING fts5(words, content='', contentless_delete=1, prefix='2 3', tokenize="unicode61 remove_diacritics 2");
CREATE TABLE search_pending (rid INTEGER PRIMARY KEY) STRICT;
`,
} as const;
