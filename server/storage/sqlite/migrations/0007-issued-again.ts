/**
 * Work that was issued again because its number had been used twice (W-2): under which id it was first made, with which
 * content, and under which it stands in the log. Another copy of the same laptop may come with it once more.
 */
export const m0007 = {
  version: 7,
  sql: `
CREATE TABLE issued_again (
  org INTEGER NOT NULL,
  device INTEGER NOT NULL,
  epoch INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  hash BLOB NOT NULL,
  stands_as TEXT NOT NULL,
  PRIMARY KEY (org, device, epoch, seq, hash)
) STRICT, WITHOUT ROWID;
`,
} as const;
