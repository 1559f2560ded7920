/**
 * Everything that the port's contract needs. The organisation leads every key, as its number in this database. A site
 * of '' stands for "the whole organisation": it must take part in keys, and NULL does not.
 */
export const m0001 = {
  version: 1,
  sql: `
CREATE TABLE organisation (
  no INTEGER PRIMARY KEY,
  org TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  demo INTEGER NOT NULL CHECK (demo IN (0, 1)),
  created_at INTEGER NOT NULL,
  incarnation TEXT NOT NULL,
  position INTEGER NOT NULL DEFAULT 0,
  chain TEXT NOT NULL DEFAULT '',
  safe_position INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE log (
  org INTEGER NOT NULL,
  pos INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('change', 'question', 'aside', 'answered', 'strike')),
  device INTEGER NOT NULL,
  epoch INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  author TEXT NOT NULL,
  role TEXT NOT NULL,
  lane TEXT NOT NULL,
  hlc INTEGER NOT NULL,
  made_at INTEGER NOT NULL,
  received_at INTEGER NOT NULL,
  edits TEXT NOT NULL,
  outcome TEXT,
  hash BLOB NOT NULL,
  chain BLOB NOT NULL,
  PRIMARY KEY (org, pos)
) STRICT, WITHOUT ROWID;

CREATE TABLE log_record (
  org INTEGER NOT NULL,
  record TEXT NOT NULL,
  pos INTEGER NOT NULL,
  PRIMARY KEY (org, record, pos)
) STRICT, WITHOUT ROWID;

CREATE TABLE receipt (
  org INTEGER NOT NULL,
  device INTEGER NOT NULL,
  epoch INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  pos INTEGER NOT NULL,
  hash BLOB NOT NULL,
  outcome TEXT,
  PRIMARY KEY (org, device, epoch, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE record (
  key INTEGER PRIMARY KEY,
  org INTEGER NOT NULL,
  id TEXT NOT NULL,
  collection TEXT NOT NULL,
  parent TEXT,
  site TEXT NOT NULL,
  k1 TEXT,
  k2 TEXT,
  sort REAL,
  pos INTEGER NOT NULL,
  entered INTEGER NOT NULL,
  body TEXT NOT NULL,
  digest INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX record_id ON record (org, id);
CREATE INDEX record_site_pos ON record (org, site, pos);
CREATE INDEX record_pos ON record (org, pos);
CREATE INDEX record_parent ON record (org, parent, id) WHERE parent IS NOT NULL;
CREATE INDEX record_k1 ON record (org, collection, k1, id) WHERE k1 IS NOT NULL;
CREATE INDEX record_k2 ON record (org, collection, k2, id) WHERE k2 IS NOT NULL;

CREATE TABLE left_view (
  org INTEGER NOT NULL,
  site TEXT NOT NULL,
  pos INTEGER NOT NULL,
  record TEXT NOT NULL,
  PRIMARY KEY (org, site, pos, record)
) STRICT, WITHOUT ROWID;
CREATE INDEX left_view_pos ON left_view (org, pos, record);

CREATE TABLE waiting (
  org INTEGER NOT NULL,
  device INTEGER NOT NULL,
  epoch INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  for_change TEXT NOT NULL,
  since INTEGER NOT NULL,
  until INTEGER NOT NULL,
  hash BLOB NOT NULL,
  change TEXT NOT NULL,
  PRIMARY KEY (org, device, epoch, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX waiting_for ON waiting (org, for_change);
CREATE INDEX waiting_until ON waiting (org, until);

CREATE TABLE seen (
  org INTEGER NOT NULL,
  device INTEGER NOT NULL,
  epoch INTEGER NOT NULL,
  high_water INTEGER NOT NULL,
  above TEXT NOT NULL,
  chain TEXT NOT NULL,
  PRIMARY KEY (org, device, epoch)
) STRICT, WITHOUT ROWID;

CREATE TABLE digest (
  org INTEGER NOT NULL,
  site TEXT NOT NULL,
  collection TEXT NOT NULL,
  sum INTEGER NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (org, site, collection)
) STRICT, WITHOUT ROWID;

CREATE TABLE account (
  org INTEGER NOT NULL REFERENCES organisation (no),
  person TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('technician', 'lead', 'manager', 'admin')),
  name TEXT NOT NULL,
  pin TEXT,
  disabled_at INTEGER,
  sites TEXT,
  PRIMARY KEY (org, person)
) STRICT, WITHOUT ROWID;

CREATE TABLE device (
  org INTEGER NOT NULL REFERENCES organisation (no),
  device INTEGER NOT NULL,
  name TEXT NOT NULL,
  public_key TEXT NOT NULL,
  epoch INTEGER NOT NULL,
  person TEXT NOT NULL,
  enrolled_at INTEGER NOT NULL,
  revoked_at INTEGER,
  last_seen_at INTEGER,
  app TEXT,
  PRIMARY KEY (org, device)
) STRICT, WITHOUT ROWID;

-- Which sites a device could see from one position to another, in order of n; sites NULL: all; until NULL: now.
CREATE TABLE device_view (
  org INTEGER NOT NULL,
  device INTEGER NOT NULL,
  n INTEGER NOT NULL,
  since INTEGER NOT NULL,
  until INTEGER,
  sites TEXT,
  PRIMARY KEY (org, device, n),
  FOREIGN KEY (org, device) REFERENCES device (org, device)
) STRICT, WITHOUT ROWID;

CREATE TABLE enrolment (
  org INTEGER NOT NULL REFERENCES organisation (no),
  code_hash TEXT NOT NULL,
  person TEXT NOT NULL,
  device_name TEXT NOT NULL,
  expires_at INTEGER NOT NULL,
  used_by INTEGER,
  PRIMARY KEY (org, code_hash)
) STRICT, WITHOUT ROWID;

CREATE TABLE lease (
  org INTEGER NOT NULL,
  device INTEGER NOT NULL,
  person TEXT NOT NULL,
  role TEXT NOT NULL,
  issued_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  PRIMARY KEY (org, device, person, role, issued_at),
  FOREIGN KEY (org, device) REFERENCES device (org, device)
) STRICT, WITHOUT ROWID;

CREATE TABLE secret (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
`,
} as const;
