/**
 * Incarnations of the log and what is a backup (W-12). `epoch_floor`: epochs of a device up to there may have been
 * granted by a server whose last days were lost. `lost`: the incarnation whose end is gone, which may be none of those before. A row in `backup_mark` says that this file is a backup.
 */
export const m0002 = {
  version: 2,
  sql: `
CREATE TABLE incarnation (
  org INTEGER NOT NULL REFERENCES organisation (no),
  n INTEGER NOT NULL,
  incarnation TEXT NOT NULL,
  began INTEGER NOT NULL,
  cause TEXT NOT NULL CHECK (cause IN ('founded', 'restored', 'proved')),
  at INTEGER NOT NULL,
  lost TEXT,
  PRIMARY KEY (org, n)
) STRICT, WITHOUT ROWID;
INSERT INTO incarnation (org, n, incarnation, began, cause, at)
  SELECT no, 1, incarnation, 0, 'founded', created_at FROM organisation;

CREATE TABLE backup_mark (
  org INTEGER PRIMARY KEY REFERENCES organisation (no),
  at INTEGER NOT NULL
) STRICT;

ALTER TABLE device ADD COLUMN epoch_floor INTEGER NOT NULL DEFAULT 0;
`,
} as const;
