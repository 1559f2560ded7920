/** Statements on `receipt`: what a change is answered with when it comes again. Kept for ever (W-2). */
import type { EditOutcome } from '../../../../domain/change/outcome.ts';
import type { DeviceNo, Epoch, Position, Sequence } from '../../../../domain/ids.ts';
import type { Receipt } from '../../contract/types.ts';
import type { Connection } from '../open.ts';

type Row = [Position, string, string | null];

export interface ReceiptTable {
  get(org: number, device: DeviceNo, epoch: Epoch, seq: Sequence): Receipt | undefined;
  put(org: number, receipt: Receipt): void;
}

export function receiptTable(db: Connection): ReceiptTable {
  const get = db
    .prepare<[number, number, number, number], Row>(
      'SELECT pos, lower(hex(hash)), outcome FROM receipt WHERE org = ? AND device = ? AND epoch = ? AND seq = ?',
    )
    .raw();
  const put = db.prepare<[number, number, number, number, number, string, string | null]>(
    `INSERT INTO receipt (org, device, epoch, seq, pos, hash, outcome) VALUES (?, ?, ?, ?, ?, unhex(?), ?)
     ON CONFLICT (org, device, epoch, seq) DO UPDATE SET pos = excluded.pos, hash = excluded.hash, outcome = excluded.outcome`,
  );
  return {
    get(org, device, epoch, seq) {
      const row = get.get(org, device, epoch, seq);
      if (!row) return undefined;
      const [pos, hash, outcome] = row;
      return {
        device,
        epoch,
        seq,
        pos,
        hash,
        outcome: outcome === null ? null : (JSON.parse(outcome) as EditOutcome[]),
      };
    },
    put(org, r) {
      put.run(org, r.device, r.epoch, r.seq, r.pos, r.hash, r.outcome && JSON.stringify(r.outcome));
    },
  };
}
