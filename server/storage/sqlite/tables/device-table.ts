/** Statements on `device`, `device_view` and `lease`: laptops, what they may see, and for whom they signed in. */
import {
  FIRST_EPOCH,
  type DeviceNo,
  type Epoch,
  type PersonId,
  type Position,
  type RecordId,
} from '../../../../domain/ids.ts';
import type { Role } from '../../../../domain/schema/types.ts';
import type { DeviceRow, LeaseRow } from '../../contract/directory.ts';
import type { Connection } from '../open.ts';
import { sitesOf, sitesText } from './account-table.ts';

type Row = [DeviceNo, string, string, Epoch, PersonId, number, number | null, number | null, string | null];
const COLUMNS = 'device, name, public_key, epoch, person, enrolled_at, revoked_at, last_seen_at, app';

export interface DeviceTable {
  all(org: number): readonly DeviceRow[];
  get(org: number, device: DeviceNo): DeviceRow | undefined;
  insert(org: number, row: DeviceRow): void;
  highest(org: number): number;
  heard(org: number, device: DeviceNo, at: number, app: string): void;
  revoke(org: number, device: DeviceNo, at: number): void;
  raiseEpoch(org: number, device: DeviceNo): Epoch | undefined;
  claimEpoch(org: number, device: DeviceNo, epoch: Epoch): void;
  newestEpoch(org: number, device: DeviceNo): Epoch;
  /** Views since enrolment, oldest first; the last one is of today. */
  views(org: number, device: DeviceNo): readonly (readonly RecordId[] | null)[];
  setView(org: number, device: DeviceNo, sites: readonly RecordId[] | null, since: Position): void;
  leases(org: number, device: DeviceNo): readonly { readonly person: PersonId; readonly role: Role }[];
  addLease(org: number, device: DeviceNo, lease: LeaseRow): void;
}

export function deviceTable(db: Connection): DeviceTable {
  return { ...laptops(db), ...views(db), ...leases(db) };
}

function laptops(db: Connection): Omit<DeviceTable, 'views' | 'setView' | 'leases' | 'addLease'> {
  const all = db.prepare<[number], Row>(`SELECT ${COLUMNS} FROM device WHERE org = ? ORDER BY device`).raw();
  const get = db.prepare<[number, number], Row>(`SELECT ${COLUMNS} FROM device WHERE org = ? AND device = ?`).raw();
  const insert = db.prepare<[number, ...Row]>(
    `INSERT INTO device (org, ${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const highest = db.prepare<[number], number>('SELECT coalesce(max(device), 0) FROM device WHERE org = ?').pluck();
  const heard = db.prepare<[number, string, number, number]>(
    'UPDATE device SET last_seen_at = ?, app = ? WHERE org = ? AND device = ?',
  );
  const revoke = db.prepare<[number, number, number]>(
    'UPDATE device SET revoked_at = ? WHERE org = ? AND device = ? AND revoked_at IS NULL',
  );
  const raiseEpoch = db
    .prepare<[number, number], Epoch>(
      'UPDATE device SET epoch = max(epoch, epoch_floor) + 1 WHERE org = ? AND device = ? RETURNING epoch',
    )
    .pluck();
  const claim = db.prepare<[number, number, number, number]>(
    'UPDATE device SET epoch = ? WHERE org = ? AND device = ? AND epoch < ?',
  );
  const newest = db
    .prepare<[number, number], Epoch>('SELECT max(epoch, epoch_floor) FROM device WHERE org = ? AND device = ?')
    .pluck();
  return {
    all: (org) => all.all(org).map(deviceOf),
    get(org, device) {
      const row = get.get(org, device);
      return row && deviceOf(row);
    },
    insert(org, d) {
      insert.run(org, d.device, d.name, d.publicKey, d.epoch, d.person, d.enrolledAt, d.revokedAt, d.lastSeenAt, d.app);
    },
    highest: (org) => highest.get(org) ?? 0,
    heard(org, device, at, app) {
      heard.run(at, app, org, device);
    },
    revoke(org, device, at) {
      revoke.run(at, org, device);
    },
    raiseEpoch: (org, device) => raiseEpoch.get(org, device),
    claimEpoch: (org, device, epoch) => void claim.run(epoch, org, device, epoch),
    newestEpoch: (org, device) => newest.get(org, device) ?? FIRST_EPOCH,
  };
}

function views(db: Connection): Pick<DeviceTable, 'views' | 'setView'> {
  const all = db
    .prepare<[number, number], string | null>('SELECT sites FROM device_view WHERE org = ? AND device = ? ORDER BY n')
    .pluck();
  const end = db.prepare<[number, number, number]>(
    'UPDATE device_view SET until = ? WHERE org = ? AND device = ? AND until IS NULL',
  );
  const begin = db.prepare<[number, number, number, number, string | null]>(
    'INSERT INTO device_view (org, device, n, since, until, sites) VALUES (?, ?, ?, ?, NULL, ?)',
  );
  return {
    views: (org, device) => all.all(org, device).map(sitesOf),
    setView(org, device, sites, since) {
      const before = all.all(org, device);
      const text = sitesText(sites);
      if (before.length > 0 && before.at(-1) === text) return;
      end.run(since, org, device);
      begin.run(org, device, before.length + 1, since, text);
    },
  };
}

function leases(db: Connection): Pick<DeviceTable, 'leases' | 'addLease'> {
  const all = db
    .prepare<[number, number], [PersonId, Role]>(
      'SELECT DISTINCT person, role FROM lease WHERE org = ? AND device = ? ORDER BY person, role',
    )
    .raw();
  const add = db.prepare<[number, number, string, string, number, number]>(
    `INSERT INTO lease (org, device, person, role, issued_at, expires_at) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET expires_at = max(expires_at, excluded.expires_at)`,
  );
  return {
    leases: (org, device) => all.all(org, device).map(([person, role]) => ({ person, role })),
    addLease(org, device, lease) {
      add.run(org, device, lease.person, lease.role, lease.issuedAt, lease.expiresAt);
    },
  };
}

function deviceOf(row: Row): DeviceRow {
  const [device, name, publicKey, epoch, person, enrolledAt, revokedAt, lastSeenAt, app] = row;
  return { device, name, publicKey, epoch, person, enrolledAt, revokedAt, lastSeenAt, app };
}
