/** Statements on `account` and `enrolment`: who works here, and who may bring a laptop. */
import type { DeviceNo, PersonId, RecordId } from '../../../../domain/ids.ts';
import type { Role } from '../../../../domain/schema/types.ts';
import type { Account, EnrolmentRow } from '../../contract/directory.ts';
import type { Connection } from '../open.ts';

type AccountRow = [PersonId, Role, string, string | null, number | null, string | null];
type Enrolment = [string, PersonId, string, number, DeviceNo | null];

/** Sites as they are stored: JSON, or NULL for all of the organisation. */
export const sitesText = (sites: readonly RecordId[] | null): string | null => sites && JSON.stringify(sites);
export const sitesOf = (text: string | null): readonly RecordId[] | null =>
  text === null ? null : (JSON.parse(text) as readonly RecordId[]);

export interface AccountTable {
  all(org: number): readonly Account[];
  get(org: number, person: PersonId): Account | undefined;
  put(org: number, account: Account): void;
  enrolments(org: number): readonly EnrolmentRow[];
  putEnrolment(org: number, row: EnrolmentRow): void;
  useEnrolment(org: number, codeHash: string, device: DeviceNo): boolean;
}

const COLUMNS = 'person, role, name, pin, disabled_at, sites';

export function accountTable(db: Connection): AccountTable {
  const all = db.prepare<[number], AccountRow>(`SELECT ${COLUMNS} FROM account WHERE org = ? ORDER BY person`).raw();
  const get = db
    .prepare<[number, string], AccountRow>(`SELECT ${COLUMNS} FROM account WHERE org = ? AND person = ?`)
    .raw();
  const put = db.prepare<[number, ...AccountRow]>(
    `INSERT INTO account (org, ${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (org, person) DO UPDATE SET role = excluded.role, name = excluded.name, pin = excluded.pin,
       disabled_at = excluded.disabled_at, sites = excluded.sites`,
  );
  const enrolments = db
    .prepare<[number], Enrolment>(
      'SELECT code_hash, person, device_name, expires_at, used_by FROM enrolment WHERE org = ? ORDER BY code_hash',
    )
    .raw();
  const putEnrolment = db.prepare<[number, ...Enrolment]>(
    `INSERT INTO enrolment (org, code_hash, person, device_name, expires_at, used_by) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (org, code_hash) DO UPDATE SET person = excluded.person, device_name = excluded.device_name,
       expires_at = excluded.expires_at, used_by = excluded.used_by`,
  );
  const useEnrolment = db.prepare<[number, number, string]>(
    'UPDATE enrolment SET used_by = ? WHERE org = ? AND code_hash = ? AND used_by IS NULL',
  );
  return {
    all: (org) => all.all(org).map(accountOf),
    get(org, person) {
      const row = get.get(org, person);
      return row && accountOf(row);
    },
    put(org, a) {
      put.run(org, a.person, a.role, a.name, a.pin, a.disabledAt, sitesText(a.sites));
    },
    enrolments: (org) =>
      enrolments.all(org).map(([codeHash, person, deviceName, expiresAt, usedBy]) => ({
        codeHash,
        person,
        deviceName,
        expiresAt,
        usedBy,
      })),
    putEnrolment(org, e) {
      putEnrolment.run(org, e.codeHash, e.person, e.deviceName, e.expiresAt, e.usedBy);
    },
    useEnrolment: (org, codeHash, device) => useEnrolment.run(device, org, codeHash).changes === 1,
  };
}

function accountOf([person, role, name, pin, disabledAt, sites]: AccountRow): Account {
  return { person, role, name, pin, disabledAt, sites: sitesOf(sites) };
}
