import { generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { isDeviceKey, verifySignature } from './device-key.ts';

const pair = generateKeyPairSync('ed25519');
const publicKey = pair.publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
const signed = (text: string): string => sign(null, Buffer.from(text), pair.privateKey).toString('base64');

describe('signatures of laptops', () => {
  it('[H-1] are taken for the text that was signed, by the key that signed it', () => {
    const text = 'holdfast push 2.1 ünï🩺';
    expect(verifySignature(publicKey, text, signed(text))).toBe(true);
    expect(verifySignature(publicKey, `${text} `, signed(text))).toBe(false);
    const other = generateKeyPairSync('ed25519').publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
    expect(verifySignature(other, text, signed(text))).toBe(false);
  });

  it('[W-10] malformed ones are false, never an error', () => {
    const bad = ['', 'x', '====', 'not base64 !', signed('x').slice(4), `${signed('x')}AAAA`, 'A'.repeat(5_000)];
    for (const signature of bad) expect(verifySignature(publicKey, 'x', signature)).toBe(false);
    for (const key of ['', 'x', publicKey.slice(0, 20), 'A'.repeat(60)])
      expect(verifySignature(key, 'x', signed('x'))).toBe(false);
  });

  it('keys of another kind are no device keys', () => {
    const rsa = generateKeyPairSync('rsa', { modulusLength: 1_024 }).publicKey.export({ format: 'der', type: 'spki' });
    expect(isDeviceKey(rsa.toString('base64'))).toBe(false);
    expect(isDeviceKey(publicKey)).toBe(true);
    expect(isDeviceKey('')).toBe(false);
  });
});
