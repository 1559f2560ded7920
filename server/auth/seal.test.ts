import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createSeal } from './seal.ts';

const seal = createSeal(pair());

function pair() {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return { private: privateKey, public: publicKey };
}

describe('the server’s seal', () => {
  it('[W-12] is known again by the same key and by no other', () => {
    const made = seal.seal('the log at 12');
    expect(seal.isSealed('the log at 12', made)).toBe(true);
    expect(createSeal(pair()).isSealed('the log at 12', made)).toBe(false);
  });

  it.each(['', 'x', 'é', 'A'.repeat(43), 'A'.repeat(500)])('[W-12] cannot be made up: %j', (made) => {
    expect(seal.isSealed('the log at 12', made)).toBe(false);
  });

  it('[W-12] is of one text', () => {
    expect(seal.isSealed('the log at 13', seal.seal('the log at 12'))).toBe(false);
  });
});
