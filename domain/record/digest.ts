/** Sums of 48-bit digests (W-8): order does not matter, so a row can be taken out and put in again. */
const MODULUS = 2 ** 48;

/** Sum modulo 2^48; `b` may be negative, to take a row out. */
export function addDigests(a: number, b: number): number {
  return (((a + b) % MODULUS) + MODULUS) % MODULUS;
}
