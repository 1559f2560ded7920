/** Statements on `waiting`: changes kept until the one they build on arrives, or their time is over (W-4). */
import type { Change } from '../../../../domain/change/change.ts';
import type { ChangeId, DeviceNo, Epoch, Sequence } from '../../../../domain/ids.ts';
import type { WaitingChange } from '../../contract/types.ts';
import type { Connection } from '../open.ts';

/** change, hash, for_change, since, until */
type Row = [string, string, ChangeId, number, number];
const COLUMNS = 'change, lower(hex(hash)), for_change, since, until';

export interface WaitingTable {
  any(org: number): boolean;
  get(org: number, device: DeviceNo, epoch: Epoch, seq: Sequence): WaitingChange | undefined;
  forChange(org: number, change: ChangeId): readonly WaitingChange[];
  overdue(org: number, now: number, limit: number): readonly WaitingChange[];
  put(org: number, waiting: WaitingChange): void;
  remove(org: number, device: DeviceNo, epoch: Epoch, seq: Sequence): void;
}

export function waitingTable(db: Connection): WaitingTable {
  const any = db.prepare<[number], number>('SELECT EXISTS (SELECT 1 FROM waiting WHERE org = ?)').pluck();
  const get = db
    .prepare<[number, number, number, number], Row>(
      `SELECT ${COLUMNS} FROM waiting WHERE org = ? AND device = ? AND epoch = ? AND seq = ?`,
    )
    .raw();
  const forChange = db
    .prepare<[number, string], Row>(
      `SELECT ${COLUMNS} FROM waiting WHERE org = ? AND for_change = ? ORDER BY device, epoch, seq`,
    )
    .raw();
  const overdue = db
    .prepare<[number, number, number], Row>(
      `SELECT ${COLUMNS} FROM waiting WHERE org = ? AND until <= ? ORDER BY until, device, epoch, seq LIMIT ?`,
    )
    .raw();
  const put = db.prepare<[number, number, number, number, string, number, number, string, string]>(
    `INSERT INTO waiting (org, device, epoch, seq, for_change, since, until, hash, change) VALUES (?, ?, ?, ?, ?, ?, ?, unhex(?), ?)
     ON CONFLICT (org, device, epoch, seq) DO UPDATE SET for_change = excluded.for_change, since = excluded.since,
       until = excluded.until, hash = excluded.hash, change = excluded.change`,
  );
  const remove = db.prepare<[number, number, number, number]>(
    'DELETE FROM waiting WHERE org = ? AND device = ? AND epoch = ? AND seq = ?',
  );
  return {
    any: (org) => any.get(org) === 1,
    get(org, device, epoch, seq) {
      const row = get.get(org, device, epoch, seq);
      return row && waitingOf(row);
    },
    forChange: (org, change) => forChange.all(org, change).map(waitingOf),
    overdue: (org, now, limit) => overdue.all(org, now, limit).map(waitingOf),
    put(org, w) {
      const { device, epoch, seq } = w.change;
      put.run(org, device, epoch, seq, w.forChange, w.since, w.until, w.hash, JSON.stringify(w.change));
    },
    remove(org, device, epoch, seq) {
      remove.run(org, device, epoch, seq);
    },
  };
}

function waitingOf([change, hash, forChange, since, until]: Row): WaitingChange {
  return { change: JSON.parse(change) as Change, hash, forChange, since, until };
}
