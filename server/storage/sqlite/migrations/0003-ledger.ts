/**
 * The books about each device (L-1), reckoned once from what is there, and how far ahead of the server a device's clock
 * was when one of its stamps had to be clamped (C-9). A receipt without a hash closes a change that never arrived, and
 * is not counted.
 */
export const m0003 = {
  version: 3,
  sql: `
CREATE TABLE tally (
  org INTEGER NOT NULL,
  device INTEGER NOT NULL,
  epoch INTEGER NOT NULL,
  outcome TEXT NOT NULL CHECK (outcome IN ('applied', 'superseded', 'conflict', 'waiting', 'escrow', 'refused', 'replaced')),
  edits INTEGER NOT NULL,
  PRIMARY KEY (org, device, epoch, outcome)
) STRICT, WITHOUT ROWID;

INSERT INTO tally (org, device, epoch, outcome, edits)
SELECT org, device, epoch, outcome, sum(edits) FROM (
  SELECT r.org AS org, r.device AS device, r.epoch AS epoch, 'applied' AS outcome, json_array_length(l.edits) AS edits
    FROM receipt r JOIN log l ON l.org = r.org AND l.pos = r.pos
    WHERE r.outcome IS NULL AND length(r.hash) > 0
  UNION ALL
  SELECT r.org, r.device, r.epoch, json_extract(o.value, '$.kind'), 1
    FROM receipt r, json_each(r.outcome) o
    WHERE r.outcome IS NOT NULL AND length(r.hash) > 0
  UNION ALL
  SELECT org, device, epoch, 'waiting', json_array_length(change, '$.edits') FROM waiting
) GROUP BY org, device, epoch, outcome;

CREATE TABLE ledger_said (
  org INTEGER NOT NULL,
  device INTEGER NOT NULL,
  at INTEGER NOT NULL,
  made INTEGER NOT NULL,
  differences TEXT NOT NULL,
  PRIMARY KEY (org, device)
) STRICT, WITHOUT ROWID;

ALTER TABLE log ADD COLUMN ahead INTEGER;
`,
} as const;
