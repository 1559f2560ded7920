/** Signed checkpoints of the log, each with the peaks of its Merkle tree. */
export const m0005 = {
  version: 5,
  sql: `
CREATE TABLE checkpoint (
  org INTEGER NOT NULL,
  position INTEGER NOT NULL,
  incarnation TEXT NOT NULL,
  chain BLOB NOT NULL,
  root BLOB NOT NULL,
  at INTEGER NOT NULL,
  signature TEXT NOT NULL,
  peaks TEXT NOT NULL,
  PRIMARY KEY (org, position)
) STRICT, WITHOUT ROWID;
`,
} as const;
