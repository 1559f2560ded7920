/**
 * Records by their name in the world, folded as the rules compare it (C-10). What is there already gets its names when the
 * updated server adopts its schema.
 */
export const m0006 = {
  version: 6,
  sql: `
CREATE TABLE name (
  org INTEGER NOT NULL,
  collection TEXT NOT NULL,
  name TEXT NOT NULL,
  record TEXT NOT NULL,
  PRIMARY KEY (org, collection, name, record)
) STRICT, WITHOUT ROWID;
`,
} as const;
