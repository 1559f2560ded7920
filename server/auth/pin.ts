/**
 * PINs are short, so what is stored must be slow to try: scrypt with a salt of its own for each person, compared in
 * constant time. The verifier says with which parameters it was made, so that they can be raised later.
 */
import { scrypt, timingSafeEqual, type ScryptOptions } from 'node:crypto';

export interface PinCost {
  /** scrypt's N, r, p. */
  readonly n: number;
  readonly r: number;
  readonly p: number;
}

/** 32 MiB and about 0.1 s per attempt on a small server. */
export const PIN_COST: PinCost = { n: 32_768, r: 8, p: 1 };
export const PIN_MIN = 4;
export const PIN_MAX = 64;

const KEY_BYTES = 32;
const SALT_BYTES = 16;
const VERIFIER = /^scrypt\$(\d{4,7})\$(\d{1,2})\$(\d{1,2})\$([\w+/]{22}==)\$([\w+/]{43}=)$/;

/** `random` gives that many unguessable bytes. @throws RangeError when the PIN is shorter or longer than allowed */
export async function makeVerifier(
  pin: string,
  random: (bytes: number) => Uint8Array,
  cost: PinCost = PIN_COST,
): Promise<string> {
  if (!isPin(pin)) throw new RangeError(`a PIN has ${PIN_MIN} to ${PIN_MAX} characters`);
  const salt = Buffer.from(random(SALT_BYTES));
  const key = await derive(pin, salt, cost);
  return `scrypt$${cost.n}$${cost.r}$${cost.p}$${salt.toString('base64')}$${key.toString('base64')}`;
}

/** False for a wrong PIN and for a verifier that is not one. */
export async function checkPin(pin: string, verifier: string): Promise<boolean> {
  const m = VERIFIER.exec(verifier);
  if (!m || !isPin(pin)) return false;
  const [, n, r, p, salt = '', key = ''] = m;
  const expected = Buffer.from(key, 'base64');
  const found = await derive(pin, Buffer.from(salt, 'base64'), { n: Number(n), r: Number(r), p: Number(p) });
  return timingSafeEqual(found, expected);
}

export function isPin(pin: string): boolean {
  return pin.length >= PIN_MIN && pin.length <= PIN_MAX;
}

/** The same PIN typed on another keyboard must be the same bytes. */
function derive(pin: string, salt: Buffer, cost: PinCost): Promise<Buffer> {
  const options: ScryptOptions = { N: cost.n, r: cost.r, p: cost.p, maxmem: 256 * cost.n * cost.r };
  return new Promise((resolve, reject) => {
    scrypt(pin.normalize('NFKC'), salt, KEY_BYTES, options, (error, key) => (error ? reject(error) : resolve(key)));
  });
}
