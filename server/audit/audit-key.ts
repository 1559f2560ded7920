/**
 * The key that signs checkpoints and exports: the server's own, Ed25519, made on first use. It lies in the same
 * database as the log, so it proves nothing against somebody who owns the server; what does are the checkpoints and the
 * key's print that others kept (docs/compliance.md).
 */
import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  hash,
  sign,
  verify,
  type KeyObject,
} from 'node:crypto';
import type { Directory } from '../storage/contract/directory.ts';

const SECRET = 'auditKey';

export interface AuditKey {
  /** SPKI DER, base64. */
  readonly publicKey: string;
  sign(text: string): string;
}

export function auditKey(directory: Pick<Directory, 'secret' | 'putSecret'>): AuditKey {
  const kept = directory.secret(SECRET);
  if (kept !== null) return keyOf(privateOf(kept));
  const { privateKey } = generateKeyPairSync('ed25519');
  directory.putSecret(SECRET, privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'));
  return keyOf(privateKey);
}

/** Without making one; null: nothing was signed yet. */
export function publicAuditKey(directory: Pick<Directory, 'secret'>): string | null {
  const kept = directory.secret(SECRET);
  return kept === null ? null : publicOf(privateOf(kept));
}

/** false for anything malformed. `publicKey`: SPKI DER, base64. */
export function isSignedBy(publicKey: string, text: string, signature: string): boolean {
  try {
    const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' });
    return verify(null, Buffer.from(text, 'utf8'), key, Buffer.from(signature, 'base64'));
  } catch {
    return false;
  }
}

/** By which people compare keys: SHA-256 of the key, in fours. */
export function printOfKey(publicKey: string): string {
  const digest = hash('sha256', Buffer.from(publicKey, 'base64'), 'hex');
  return digest.match(/.{4}/g)?.join(' ') ?? '';
}

function keyOf(key: KeyObject): AuditKey {
  return {
    publicKey: publicOf(key),
    sign: (text) => sign(null, Buffer.from(text, 'utf8'), key).toString('base64'),
  };
}

const privateOf = (kept: string): KeyObject =>
  createPrivateKey({ key: Buffer.from(kept, 'base64'), format: 'der', type: 'pkcs8' });

const publicOf = (key: KeyObject): string =>
  createPublicKey(key).export({ format: 'der', type: 'spki' }).toString('base64');
