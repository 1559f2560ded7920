/**
 * One-time codes by which a laptop joins: 80 bits, printed in groups of four so that they can be read out over a
 * telephone, stored only as a hash, good for one laptop and a limited time (H-1).
 */
import { createHash } from 'node:crypto';
import type { EnrolmentRow } from '../storage/contract/directory.ts';

/** Crockford's base 32: no I, L, O or U, so nothing reads like something else. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const CODE = /^[0-9A-HJKMNP-TV-Z]+$/;
const CODE_BYTES = 10;
const CODE_CHARS = (CODE_BYTES * 8) / 5;

/** A week: the code may travel to a site by post. */
export const ENROLMENT_MS = 7 * 86_400_000;

/** `XXXX-XXXX-XXXX-XXXX`. */
export function makeCode(random: (bytes: number) => Uint8Array): string {
  const bytes = random(CODE_BYTES);
  let bits = 0n;
  for (let i = 0; i < CODE_BYTES; i++) bits = (bits << 8n) | BigInt(bytes[i] ?? 0);
  let text = '';
  for (let i = 0; i < CODE_CHARS; i++) {
    text = `${ALPHABET[Number(bits & 31n)] ?? ''}${text}`;
    bits >>= 5n;
  }
  return text.replace(/(.{4})(?=.)/g, '$1-');
}

/** As typed by a person → as made; null when it cannot be a code. */
export function readCode(typed: string): string | null {
  const text = typed
    .toUpperCase()
    .replace(/[\s\-–—.]/g, '')
    .replace(/[IL]/g, '1')
    .replace(/O/g, '0');
  if (text.length !== CODE_CHARS) return null;
  return CODE.test(text) ? text.replace(/(.{4})(?=.)/g, '$1-') : null;
}

/** What is stored of a code. */
export function hashCode(code: string): string {
  return createHash('sha256').update(`holdfast enrolment ${code}`).digest('hex');
}

export type CodeProblem = 'wrongCode' | 'codeUsed' | 'codeExpired';

/** The enrolment that a typed code stands for, or why there is none. */
export function findEnrolment(rows: readonly EnrolmentRow[], typed: string, now: number): EnrolmentRow | CodeProblem {
  const code = readCode(typed);
  const hash = code === null ? null : hashCode(code);
  const row = rows.find((r) => r.codeHash === hash);
  if (!row) return 'wrongCode';
  if (row.usedBy !== null) return 'codeUsed';
  return now >= row.expiresAt ? 'codeExpired' : row;
}
