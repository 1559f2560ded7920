/**
 * As what work was made first that had to be issued again, because its number had been used twice (W-2): text of
 * [epoch, sequence, hash]. Every copy of this laptop that has the work tells the server the same.
 */
export const m0004 = {
  version: 4,
  sql: `
ALTER TABLE change ADD COLUMN was TEXT;
`,
} as const;
