/**
 * Seals: proof, for the server itself, that it said something. A console keeps a seal and hands it back; it cannot make
 * one, and so cannot make the server believe that it once said what it never did (W-12). The key follows from the
 * server's own, so that a database restored from a backup knows the seals of its lost days.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Gate } from '../session/ports.ts';
import type { LeaseKey } from './lease.ts';

export function createSeal(key: LeaseKey): Pick<Gate, 'seal' | 'isSealed'> {
  const secret = createHmac('sha256', 'holdfast seal')
    .update(key.private.export({ format: 'der', type: 'pkcs8' }))
    .digest();
  const sealOf = (text: string): Buffer => createHmac('sha256', secret).update(text).digest();
  return {
    seal: (text) => sealOf(text).toString('base64url'),
    isSealed(text, seal) {
      const given = Buffer.from(seal, 'base64url');
      const ours = sealOf(text);
      return given.length === ours.length && timingSafeEqual(given, ours);
    },
  };
}
