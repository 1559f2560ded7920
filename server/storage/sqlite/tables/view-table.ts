/** Statements on `left_view` (records that left a site) and `digest` (sums per site and collection, W-8). */
import type { RecordId } from '../../../../domain/ids.ts';
import type { Effects } from '../../contract/types.ts';
import type { Connection } from '../open.ts';
import { siteText } from './record-table.ts';

/** 2^48: the sums of digests wrap there. */
const DIGEST_MODULUS = 281_474_976_710_656;

type Left = Effects['left'][number];
type Digest = Effects['digests'][number];

export interface ViewTable {
  leave(org: number, left: Left): void;
  leftOf(org: number, site: string, from: number, upTo: number): readonly RecordId[];
  /** [site left, record], over all sites. */
  left(org: number, from: number, upTo: number): readonly (readonly [string, RecordId])[];
  hasLeft(org: number, site: string, record: RecordId): boolean;
  addDigest(org: number, digest: Digest): void;
  digests(org: number): readonly Digest[];
  /** Records at a site, over all collections. */
  countAt(org: number, site: string): number;
  countAll(org: number): number;
}

export function viewTable(db: Connection): ViewTable {
  const leave = db.prepare<[number, string, number, string]>(
    'INSERT INTO left_view (org, site, pos, record) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
  );
  const leftOf = db
    .prepare<[number, string, number, number], RecordId>(
      'SELECT record FROM left_view WHERE org = ? AND site = ? AND pos > ? AND pos <= ? ORDER BY pos, record',
    )
    .pluck();
  const leftWithin = db
    .prepare<[number, number, number], [string, RecordId]>(
      'SELECT site, record FROM left_view WHERE org = ? AND pos > ? AND pos <= ? ORDER BY pos, record',
    )
    .raw();
  const hasLeft = db
    .prepare<[number, string, string], number>(
      'SELECT EXISTS (SELECT 1 FROM left_view WHERE org = ? AND site = ? AND record = ?)',
    )
    .pluck();
  const addDigest = db.prepare<[number, string, string, number, number]>(
    `INSERT INTO digest (org, site, collection, sum, count) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (org, site, collection) DO UPDATE SET sum = (sum + excluded.sum) % ${DIGEST_MODULUS}, count = count + excluded.count`,
  );
  const digests = db
    .prepare<[number], [string, string, number, number]>(
      'SELECT site, collection, sum, count FROM digest WHERE org = ? ORDER BY site, collection',
    )
    .raw();
  const countAt = db
    .prepare<[number, string], number>('SELECT coalesce(sum(count), 0) FROM digest WHERE org = ? AND site = ?')
    .pluck();
  const countAll = db.prepare<[number], number>('SELECT coalesce(sum(count), 0) FROM digest WHERE org = ?').pluck();
  return {
    leave(org, left) {
      leave.run(org, siteText(left.site), left.pos, left.record);
    },
    leftOf: (org, site, from, upTo) => leftOf.all(org, site, from, upTo),
    left: (org, from, upTo) => leftWithin.all(org, from, upTo),
    hasLeft: (org, site, record) => hasLeft.get(org, site, record) === 1,
    addDigest(org, d) {
      addDigest.run(org, siteText(d.site), d.collection, d.sum, d.count);
    },
    digests: (org) =>
      digests.all(org).map(([site, collection, sum, count]) => ({
        site: site === '' ? null : (site as RecordId),
        collection,
        sum,
        count,
      })),
    countAt: (org, site) => countAt.get(org, site) ?? 0,
    countAll: (org) => countAll.get(org) ?? 0,
  };
}
