/** People, laptops, enrolments and leases: who may (H-1). Kept beside the log, outside of what replicas see. */
import type { DeviceNo, Epoch, PersonId, Position, RecordId } from '../../../domain/ids.ts';
import type { Role } from '../../../domain/schema/types.ts';
import type { DeviceGrant } from './types.ts';

export interface Account {
  readonly person: PersonId;
  readonly role: Role;
  readonly name: string;
  /** scrypt verifier of the PIN, or null until it was set. */
  readonly pin: string | null;
  readonly disabledAt: number | null;
  /** Sites of the person's team; null: all of the organisation (managers, admins). */
  readonly sites: readonly RecordId[] | null;
}

export interface DeviceRow {
  readonly device: DeviceNo;
  readonly name: string;
  readonly publicKey: string;
  readonly epoch: Epoch;
  readonly person: PersonId;
  readonly enrolledAt: number;
  readonly revokedAt: number | null;
  readonly lastSeenAt: number | null;
  readonly app: string | null;
}

export interface EnrolmentRow {
  /** SHA-256 of the code: the code itself is shown once. */
  readonly codeHash: string;
  readonly person: PersonId;
  readonly deviceName: string;
  readonly expiresAt: number;
  readonly usedBy: DeviceNo | null;
}

/** One lease that was signed: who signed in on a device, as what, for how long. Kept: it says who may have written. */
export interface LeaseRow {
  readonly person: PersonId;
  readonly role: Role;
  readonly issuedAt: number;
  readonly expiresAt: number;
}

/** All calls are synchronous and each is one transaction of its own. */
export interface Directory {
  organisation(): { readonly org: string; readonly name: string; readonly demo: boolean } | null;
  createOrganisation(org: string, name: string, demo: boolean, at: number, incarnation: string): void;
  accounts(org: string): readonly Account[];
  account(org: string, person: PersonId): Account | undefined;
  putAccount(org: string, account: Account): void;
  devices(org: string): readonly DeviceRow[];
  device(org: string, device: DeviceNo): DeviceRow | undefined;
  /** Gives the next device number, starting at FIRST_CONSOLE_DEVICE. */
  addDevice(org: string, row: Omit<DeviceRow, 'device'>): DeviceNo;
  heard(org: string, device: DeviceNo, at: number, app: string): void;
  revoke(org: string, device: DeviceNo, at: number): void;
  /** A new epoch for a device whose sequences were used twice (W-2). */
  grantEpoch(org: string, device: DeviceNo): Epoch;
  /** A laptop works under a higher epoch than is known here: remembered, so that it is never granted (W-12). */
  claimEpoch(org: string, device: DeviceNo, epoch: Epoch): void;
  /** The newest epoch that may be in use anywhere, granted by lost days of this server included. */
  newestEpoch(org: string, device: DeviceNo): Epoch;
  enrolments(org: string): readonly EnrolmentRow[];
  putEnrolment(org: string, row: EnrolmentRow): void;
  /** Marks it used, only if it was not: false when somebody was faster. */
  useEnrolment(org: string, codeHash: string, device: DeviceNo): boolean;
  addLease(org: string, device: DeviceNo, lease: LeaseRow): void;
  grant(org: string, device: DeviceNo): DeviceGrant | undefined;
  /** Notes which sites a device may see from a position on; keeps what it could see before. */
  setView(org: string, device: DeviceNo, sites: readonly RecordId[] | null, since: Position): void;
  /** After how long an open question is passed on to the next rank, milliseconds; null: never (C-4). */
  escalateAfter(org: string): number | null;
  setEscalateAfter(org: string, ms: number | null): void;
  secret(name: string): string | null;
  putSecret(name: string, value: string): void;
}
