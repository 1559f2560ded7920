/** Statements on `seen`: which sequences of a device and epoch have arrived (W-2). */
import type { DeviceNo, Epoch } from '../../../../domain/ids.ts';
import type { SeenMark } from '../../contract/types.ts';
import type { Connection } from '../open.ts';

type Row = [number, string, string];

export interface SeenTable {
  get(org: number, device: DeviceNo, epoch: number): SeenMark | undefined;
  put(org: number, mark: SeenMark): void;
}

export function seenTable(db: Connection): SeenTable {
  const get = db
    .prepare<[number, number, number], Row>(
      'SELECT high_water, above, chain FROM seen WHERE org = ? AND device = ? AND epoch = ?',
    )
    .raw();
  const put = db.prepare<[number, number, number, number, string, string]>(
    `INSERT INTO seen (org, device, epoch, high_water, above, chain) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (org, device, epoch) DO UPDATE SET high_water = excluded.high_water, above = excluded.above, chain = excluded.chain`,
  );
  return {
    get(org, device, epoch) {
      const row = get.get(org, device, epoch);
      if (!row) return undefined;
      const [highWater, above, chain] = row;
      return { device, epoch: epoch as Epoch, highWater, above: JSON.parse(above) as number[], chain };
    },
    put(org, m) {
      put.run(org, m.device, m.epoch, m.highWater, JSON.stringify(m.above), m.chain);
    },
  };
}
