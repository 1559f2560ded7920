/**
 * A lease says: this person may work on this laptop in this role until then (H-1). It is a JWT signed by the server's
 * Ed25519 key, so that a laptop can show it and anybody can check it, and it is read here without waiting, because a
 * hello is answered in one go. Exactly one algorithm is taken: what a token says about itself decides nothing.
 */
import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify, type KeyObject } from 'node:crypto';
import { z } from 'zod';
import { isRecordId, type DeviceNo, type PersonId } from '../../domain/ids.ts';
import { ROLES, type Role } from '../../domain/schema/types.ts';
import type { LeaseClaims } from '../session/ports.ts';
import type { Directory } from '../storage/contract/directory.ts';

/** Thirty days: a season in a place without signal. */
export const LEASE_MS = 30 * 86_400_000;
const MAX_TOKEN = 4_000;

export interface LeaseKey {
  readonly private: KeyObject;
  readonly public: KeyObject;
}

export interface Lease {
  readonly org: string;
  readonly person: PersonId;
  readonly device: DeviceNo;
  readonly role: Role;
  /** Milliseconds UTC, whole seconds. */
  readonly issuedAt: number;
  readonly expiresAt: number;
}

const SECRET = 'leaseKey';

/** The server's own key, made on first use and kept in the directory. */
export function leaseKey(directory: Pick<Directory, 'secret' | 'putSecret'>): LeaseKey {
  const kept = directory.secret(SECRET);
  if (kept !== null) {
    const key = createPrivateKey({ key: Buffer.from(kept, 'base64'), format: 'der', type: 'pkcs8' });
    return { private: key, public: createPublicKey(key) };
  }
  const made = generateKeyPairSync('ed25519');
  directory.putSecret(SECRET, made.privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'));
  return { private: made.privateKey, public: made.publicKey };
}

const HEADER = encode({ alg: 'EdDSA', typ: 'JWT' });

export function signLease(key: LeaseKey, lease: Lease): string {
  const { org, person, device, role } = lease;
  const claims = { org, person, device, role, iat: seconds(lease.issuedAt), exp: seconds(lease.expiresAt) };
  const text = `${HEADER}.${encode(claims)}`;
  return `${text}.${sign(null, Buffer.from(text), key.private).toString('base64url')}`;
}

const headerShape = z.object({ alg: z.literal('EdDSA'), crit: z.undefined().optional() });
const claimsShape = z.object({
  org: z.string(),
  person: z.string().refine(isRecordId),
  device: z.number().int().min(1),
  role: z.enum(ROLES),
  iat: z.number().int(),
  exp: z.number().int(),
});

/** null when it is not ours, of another organisation, or was altered. An expired one is returned as it is (H-2). */
export function readLease(key: LeaseKey, org: string, token: string): LeaseClaims | null {
  const parts = token.length <= MAX_TOKEN ? token.split('.') : [];
  const [header = '', payload = '', signature = ''] = parts;
  if (parts.length !== 3 || !headerShape.safeParse(decode(header)).success) return null;
  const bytes = Buffer.from(signature, 'base64url');
  if (!verify(null, Buffer.from(`${header}.${payload}`), key.public, bytes)) return null;
  const claims = claimsShape.safeParse(decode(payload));
  if (!claims.success || claims.data.org !== org) return null;
  const { person, device, role, iat, exp } = claims.data;
  return { person, device: device as DeviceNo, role, issuedAt: iat * 1000, expiresAt: exp * 1000 };
}

/** JWTs count in whole seconds. */
export function wholeSeconds(ms: number): number {
  return seconds(ms) * 1000;
}

function seconds(ms: number): number {
  return Math.floor(ms / 1000);
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function decode(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8')) as unknown;
  } catch {
    return null;
  }
}
