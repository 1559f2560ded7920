/** Devices that were found to be another one's second entry (C-10): few, and every list of devices has to know them. */
export const m0005 = {
  version: 5,
  sql: `
CREATE INDEX record_other_entry ON record (parent) WHERE collection = 'equipment' AND parent IS NOT NULL;
`,
} as const;
