/**
 * After how long an open question is passed on to the next rank (C-4), milliseconds; 0: never. A day, unless the operator
 * says otherwise.
 */
export const m0004 = {
  version: 4,
  sql: `
ALTER TABLE organisation ADD COLUMN escalate_after INTEGER NOT NULL DEFAULT 86400000 CHECK (escalate_after >= 0);
`,
} as const;
