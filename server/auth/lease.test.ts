import { createSecretKey, generateKeyPairSync } from 'node:crypto';
import { jwtVerify, SignJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { recordId, type DeviceNo } from '../../domain/ids.ts';
import { leaseKey, readLease, signLease, wholeSeconds, type Lease } from './lease.ts';

const secrets = new Map<string, string>();
const key = leaseKey({
  secret: (name) => secrets.get(name) ?? null,
  putSecret: (name, value) => void secrets.set(name, value),
});
const lease: Lease = {
  org: 'mercy',
  person: recordId(1, 1, 1, 0),
  device: 2 as DeviceNo,
  role: 'technician',
  issuedAt: wholeSeconds(1_790_000_000_123),
  expiresAt: 1_792_000_000_000,
};
const { org: _, ...claims } = lease;
const payload = { org: 'mercy', person: lease.person, device: 2, role: 'technician' };

describe('leases', () => {
  it('[H-1] say who, where, as what and until when, and are read back so', () => {
    expect(readLease(key, 'mercy', signLease(key, lease))).toEqual(claims);
    expect(lease.issuedAt).toBe(1_790_000_000_000);
  });

  it('are plain JWTs: others read ours, and we read theirs', async () => {
    const read = await jwtVerify(signLease(key, lease), key.public, {
      algorithms: ['EdDSA'],
      currentDate: new Date(lease.issuedAt),
    });
    expect(read.payload).toEqual({ ...payload, iat: 1_790_000_000, exp: 1_792_000_000 });
    const theirs = await new SignJWT(payload)
      .setProtectedHeader({ alg: 'EdDSA' })
      .setIssuedAt(1_790_000_000)
      .setExpirationTime(1_792_000_000)
      .sign(key.private);
    expect(readLease(key, 'mercy', theirs)).toEqual(claims);
  });

  it('[H-2] an expired one is still read: what was made under it is taken', () => {
    const old = { ...lease, issuedAt: 1_000, expiresAt: 2_000 };
    expect(readLease(key, 'mercy', signLease(key, old))?.expiresAt).toBe(2_000);
  });

  it('[W-10] altered, foreign and unsigned ones are not read', async () => {
    const token = signLease(key, lease);
    const [header = '', body = '', signature = ''] = token.split('.');
    const admin = Buffer.from(JSON.stringify({ ...payload, role: 'admin', iat: 1, exp: 2 })).toString('base64url');
    const none = Buffer.from(JSON.stringify({ alg: 'none' })).toString('base64url');
    const other = generateKeyPairSync('ed25519');
    const foreign = signLease({ private: other.privateKey, public: other.publicKey }, lease);
    const shared = createSecretKey(key.public.export({ format: 'der', type: 'spki' }));
    const hmac = await new SignJWT({ ...payload, iat: 1, exp: 2 }).setProtectedHeader({ alg: 'HS256' }).sign(shared);
    const bad = [
      '',
      '..',
      'x.y.z',
      token.slice(0, -2),
      `${header}.${admin}.${signature}`,
      `${none}.${body}.`,
      foreign,
      hmac,
      `${token}.x`,
      'a'.repeat(5_000),
    ];
    for (const text of bad) expect(readLease(key, 'mercy', text)).toBeNull();
    expect(readLease(key, 'elsewhere', token)).toBeNull();
  });

  it('signed claims of the wrong shape are not read', async () => {
    const wrong = [
      { ...payload, role: 'root' },
      { ...payload, person: 'somebody' },
      { ...payload, device: 0 },
      { org: 'mercy' },
    ];
    for (const claimed of wrong) {
      const token = await new SignJWT(claimed)
        .setProtectedHeader({ alg: 'EdDSA' })
        .setIssuedAt(1)
        .setExpirationTime(2)
        .sign(key.private);
      expect(readLease(key, 'mercy', token)).toBeNull();
    }
  });

  it('the key is made once and kept', () => {
    const again = leaseKey({ secret: (name) => secrets.get(name) ?? null, putSecret: () => expect.unreachable() });
    expect(readLease(again, 'mercy', signLease(key, lease))).not.toBeNull();
  });
});
