/** Statements on `checkpoint`, and the chain values of the log that a checkpoint is made of. */
import type { Position } from '../../../../domain/ids.ts';
import type { Checkpoint, KeptCheckpoint } from '../../contract/checkpoints.ts';
import type { Connection } from '../open.ts';

/** position, incarnation, chain, root, at, signature, peaks */
type Row = [Position, string, string, string, number, string, string];
const COLUMNS = 'position, incarnation, lower(hex(chain)), lower(hex(root)), at, signature, peaks';

export interface CheckpointTable {
  last(org: number): KeptCheckpoint | undefined;
  all(org: number): readonly Checkpoint[];
  add(org: number, checkpoint: KeptCheckpoint): void;
  chains(org: number, after: Position, limit: number): readonly string[];
}

export function checkpointTable(db: Connection): CheckpointTable {
  const last = db
    .prepare<[number], Row>(`SELECT ${COLUMNS} FROM checkpoint WHERE org = ? ORDER BY position DESC LIMIT 1`)
    .raw();
  const all = db.prepare<[number], Row>(`SELECT ${COLUMNS} FROM checkpoint WHERE org = ? ORDER BY position`).raw();
  const put = db.prepare<[number, number, string, string, string, number, string, string]>(
    'INSERT OR REPLACE INTO checkpoint (org, position, incarnation, chain, root, at, signature, peaks) VALUES (?, ?, ?, unhex(?), unhex(?), ?, ?, ?)',
  );
  const chains = db
    .prepare<[number, number, number], string>(
      'SELECT lower(hex(chain)) FROM log WHERE org = ? AND pos > ? ORDER BY pos LIMIT ?',
    )
    .pluck();
  return {
    last(org) {
      const row = last.get(org);
      return row && { ...checkpointOf(row), peaks: row[6] === '' ? [] : row[6].split(' ') };
    },
    all: (org) => all.all(org).map(checkpointOf),
    add(org, { position, incarnation, chain, root, at, signature, peaks }) {
      put.run(org, position, incarnation, chain, root, at, signature, peaks.join(' '));
    },
    chains: (org, after, limit) => chains.all(org, after, limit),
  };
}

function checkpointOf([position, incarnation, chain, root, at, signature]: Row): Checkpoint {
  return { position, incarnation, chain, root, at, signature };
}
