import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { checkPin, isPin, makeVerifier } from './pin.ts';

const QUICK = { n: 1_024, r: 8, p: 1 };

describe('PIN verifiers', () => {
  it('[H-1] take the PIN they were made from and no other', async () => {
    const verifier = await makeVerifier('4711', randomBytes, QUICK);
    expect(await checkPin('4711', verifier)).toBe(true);
    for (const wrong of ['4712', '', '47', '47111', ' 4711', 'x'.repeat(65)])
      expect(await checkPin(wrong, verifier)).toBe(false);
  });

  it('differ between two people with the same PIN, and never hold the PIN', async () => {
    const a = await makeVerifier('4711', randomBytes, QUICK);
    const b = await makeVerifier('4711', randomBytes, QUICK);
    expect(a).not.toBe(b);
    expect(a).not.toContain('4711$');
  });

  it('read the same letters from any keyboard', async () => {
    const verifier = await makeVerifier('caf\u00e9-1', randomBytes, QUICK);
    expect(await checkPin('cafe\u0301-1', verifier)).toBe(true);
  });

  it('that are damaged or made up take nothing', async () => {
    const good = await makeVerifier('4711', randomBytes, QUICK);
    for (const bad of ['', 'scrypt', '4711', good.slice(0, -4), good.replace('scrypt', 'plain'), `${good}x`]) {
      expect(await checkPin('4711', bad)).toBe(false);
    }
  });

  it('are not made of a PIN that is too short or too long', async () => {
    await expect(makeVerifier('123', randomBytes, QUICK)).rejects.toThrow(RangeError);
    await expect(makeVerifier('9'.repeat(65), randomBytes, QUICK)).rejects.toThrow(RangeError);
    expect(isPin('1234')).toBe(true);
  });
});
