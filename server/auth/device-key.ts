/** Signatures of laptops: Ed25519, keys as SPKI DER in base64, checked before anything a laptop says is believed. */
import { createPublicKey, verify, type KeyObject } from 'node:crypto';

const BASE64 = /^[A-Za-z0-9+/]{1,400}={0,2}$/;
const SIGNATURE_BYTES = 64;
/** Keys parsed lately: a laptop signs every batch with the same one. */
const KEPT = 2_000;
const parsed = new Map<string, KeyObject>();

/** True when that key made that signature over the UTF-8 of that text; false for anything malformed. */
export function verifySignature(publicKey: string, text: string, signature: string): boolean {
  const key = readKey(publicKey);
  if (!key || !BASE64.test(signature)) return false;
  const bytes = Buffer.from(signature, 'base64');
  return bytes.length === SIGNATURE_BYTES && verify(null, Buffer.from(text, 'utf8'), key, bytes);
}

export function isDeviceKey(publicKey: string): boolean {
  return readKey(publicKey) !== null;
}

function readKey(publicKey: string): KeyObject | null {
  const known = parsed.get(publicKey);
  if (known) return known;
  if (!BASE64.test(publicKey)) return null;
  try {
    const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' });
    if (key.asymmetricKeyType !== 'ed25519') return null;
    if (parsed.size >= KEPT) parsed.clear();
    parsed.set(publicKey, key);
    return key;
  } catch {
    return null;
  }
}
