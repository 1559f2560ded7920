/** Statements on `issued_again`: where work stands that was numbered twice (W-2). Kept for ever, and only for such work. */
import type { ChangeId, DeviceNo } from '../../../../domain/ids.ts';
import type { Origin } from '../../../../domain/change/change.ts';
import type { IssuedAgain } from '../../contract/types.ts';
import type { Connection } from '../open.ts';

export interface IssuedAgainTable {
  get(org: number, device: DeviceNo, was: Origin): ChangeId | undefined;
  put(org: number, issued: IssuedAgain): void;
}

export function issuedAgainTable(db: Connection): IssuedAgainTable {
  const get = db
    .prepare<[number, number, number, number, string], ChangeId>(
      'SELECT stands_as FROM issued_again WHERE org = ? AND device = ? AND epoch = ? AND seq = ? AND hash = unhex(?)',
    )
    .pluck();
  const put = db.prepare<[number, number, number, number, string, string]>(
    'INSERT OR IGNORE INTO issued_again (org, device, epoch, seq, hash, stands_as) VALUES (?, ?, ?, ?, unhex(?), ?)',
  );
  return {
    get: (org, device, { epoch, seq, hash }) => get.get(org, device, epoch, seq, hash),
    put: (org, { device, was, id }) => void put.run(org, device, was.epoch, was.seq, was.hash, id),
  };
}
