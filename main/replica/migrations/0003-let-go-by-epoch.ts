/**
 * Settled changes whose text was let go, counted by epoch as well, so that the books of each epoch can be held against the
 * server's (L-1). What was counted without one was of the first.
 */
export const m0003 = {
  version: 3,
  sql: `
CREATE TABLE let_go (
  epoch INTEGER NOT NULL,
  outcome TEXT NOT NULL,
  edits INTEGER NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (epoch, outcome, edits)
) STRICT, WITHOUT ROWID;
INSERT INTO let_go (epoch, outcome, edits, count) SELECT 1, outcome, edits, count FROM pruned;
DROP TABLE pruned;
`,
} as const;
