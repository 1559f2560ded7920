/**
 * What a console needs to go back with a restored server (W-12), and to let go of settled work without losing count.
 *
 * log_mark  places of the server's log as it told them, by which both find the last one they share
 * unseen    while everything is read again: records that have not come yet
 * pruned    settled changes whose text was let go, counted as the ledger counts them; outcome '' is "all applied"
 */
export const m0002 = {
  version: 2,
  sql: `
CREATE TABLE log_mark (position INTEGER PRIMARY KEY, chain TEXT NOT NULL, seal TEXT NOT NULL) STRICT;

CREATE TABLE unseen (record TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;

CREATE TABLE pruned (
  outcome TEXT NOT NULL,
  edits INTEGER NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (outcome, edits)
) STRICT, WITHOUT ROWID;
`,
} as const;
