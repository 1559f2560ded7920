/** The laptop's own key pair (H-1): made here, the private half never leaves the replica. */
import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import type { Replica } from '../replica/replica.ts';

export interface DeviceKey {
  /** SPKI DER, base64. */
  readonly publicKey: string;
  /** Ed25519 over UTF-8 text, base64. */
  sign(text: string): string;
}

const META = 'deviceKey';

/** The kept key, or a new one that is kept before it is used. */
export function deviceKey(replica: Replica): DeviceKey {
  const kept = replica.readMeta(META);
  const key =
    kept === null
      ? generateKeyPairSync('ed25519').privateKey
      : createPrivateKey({ key: Buffer.from(kept, 'base64'), format: 'der', type: 'pkcs8' });
  if (kept === null) {
    const text = key.export({ format: 'der', type: 'pkcs8' }).toString('base64');
    replica.transact('durable', () => replica.writeMeta(META, text));
  }
  return keyOf(key);
}

function keyOf(key: KeyObject): DeviceKey {
  const publicKey = createPublicKey(key).export({ format: 'der', type: 'spki' }).toString('base64');
  return { publicKey, sign: (text) => sign(null, Buffer.from(text, 'utf8'), key).toString('base64') };
}
