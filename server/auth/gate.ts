/** Who is there, for sessions: proofs checked against the directory, every time anew. */
import type { DeviceNo, PersonId } from '../../domain/ids.ts';
import type { Gate } from '../session/ports.ts';
import type { Account, Directory } from '../storage/contract/directory.ts';
import { verifySignature } from './device-key.ts';
import { createSeal } from './seal.ts';
import { LEASE_MS, readLease, signLease, wholeSeconds, type LeaseKey } from './lease.ts';

export interface GateOptions {
  readonly directory: Directory;
  readonly org: string;
  readonly key: LeaseKey;
  readonly clock: () => number;
  /** Unguessable bytes. */
  readonly random: (bytes: number) => Uint8Array;
}

const NONCE_BYTES = 24;

export function createGate(options: GateOptions): Gate {
  const { directory, org, key } = options;
  return {
    nonce: () => Buffer.from(options.random(NONCE_BYTES)).toString('base64url'),
    verify: verifySignature,
    ...createSeal(key),
    readLease: (token) => readLease(key, org, token),
    renewLease(device, person) {
      const account = directory.account(org, person);
      const laptop = directory.device(org, device);
      if (!account || account.disabledAt !== null || !laptop || laptop.revokedAt !== null) return null;
      return issueLease(options, device, account);
    },
    sitesOf(person) {
      const account = directory.account(org, person);
      return account ? account.sites : [];
    },
  };
}

/** Signs a lease and notes that it was signed: work made under it is taken for as long as it may take to arrive. */
export function issueLease(
  { directory, org, key, clock }: Pick<GateOptions, 'directory' | 'org' | 'key' | 'clock'>,
  device: DeviceNo,
  account: Pick<Account, 'person' | 'role'>,
): string {
  const issuedAt = wholeSeconds(clock());
  const expiresAt = issuedAt + LEASE_MS;
  const person: PersonId = account.person;
  directory.addLease(org, device, { person, role: account.role, issuedAt, expiresAt });
  return signLease(key, { org, person, device, role: account.role, issuedAt, expiresAt });
}
