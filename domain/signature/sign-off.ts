/**
 * What a person signs when they sign a visit off, and whether it is still what stands there (H-7). The same text on every
 * machine: whoever has the record can work the digest out again, and see at once that something was changed afterwards.
 *
 * Signed are the progress itself, the declaration about parts, and the findings (as a digest of their text). Rows that are only
 * ever added (notes, readings, parts, times) are not: each of them has an author and a time of its own.
 */
import type { PersonId, RecordId } from '../ids.ts';
import { canonicalText, type Fields, type Json } from '../json.ts';
import type { Cell } from '../record/body.ts';
import type { Meaning } from '../schema/hospital.ts';

type Sha256 = (text: string) => string;

/** The values of a visit as its signer had them in view. */
export interface Signable {
  readonly progress: Fields;
  readonly parts: Fields;
  readonly findings: Fields;
}

export interface Signing {
  readonly by: PersonId;
  /** Milliseconds UTC, the laptop's clock. */
  readonly at: number;
  readonly meaning: Meaning;
}

export type SignedGroup = keyof Signable;
export type SignOffState =
  | { readonly kind: 'unsigned' }
  /** Signed, and as it was signed. */
  | { readonly kind: 'signed' }
  /** Signed without a digest: nothing can be said about it. */
  | { readonly kind: 'unproved' }
  | { readonly kind: 'changed'; readonly groups: readonly SignedGroup[] }
  | { readonly kind: 'takenBack'; readonly at: number };

const OF_PROGRESS = ['status', 'started', 'finished', 'outcome', 'signedBy', 'signedAt', 'signedMeaning'] as const;
const OF_THE_REST = ['signedParts', 'signedFindings'] as const;

/** The fields that make a signature of `values`: to be written into the group progress. */
export function signatureOf(record: RecordId, values: Signable, { by, at, meaning }: Signing, sha256: Sha256): Fields {
  const signed = {
    signedBy: by,
    signedAt: at,
    signedMeaning: meaning,
    signedParts: fieldOf(values.parts, 'declared'),
    signedFindings: findingsDigest(values.findings, sha256),
    takenBackAt: null,
  };
  return { ...signed, signedDigest: sha256(signedText(record, { ...values.progress, ...signed })) };
}

/** The text whose SHA-256 is the signature's digest. */
export function signedText(record: RecordId, progress: Fields): string {
  const values = [...OF_PROGRESS, ...OF_THE_REST].map((field) => fieldOf(progress, field));
  return canonicalText(['holdfast sign-off 1', record, ...values]);
}

/** How the sign-off of a visit stands, from its groups as they are in view. */
export function signOffState(
  record: RecordId,
  groups: { readonly [group: string]: Cell | undefined },
  sha256: Sha256,
): SignOffState {
  const progress = groups['progress']?.v ?? {};
  const digest = fieldOf(progress, 'signedDigest');
  if (fieldOf(progress, 'signedBy') === null) {
    const at = fieldOf(progress, 'takenBackAt');
    return typeof at === 'number' ? { kind: 'takenBack', at } : { kind: 'unsigned' };
  }
  if (digest === null) return { kind: 'unproved' };
  const changed: SignedGroup[] = [];
  if (sha256(signedText(record, progress)) !== digest) changed.push('progress');
  if (fieldOf(groups['parts']?.v ?? {}, 'declared') !== fieldOf(progress, 'signedParts')) changed.push('parts');
  const findings = findingsDigest(groups['findings']?.v ?? {}, sha256);
  if (findings !== fieldOf(progress, 'signedFindings') && !isOnItsWay(groups['progress'], groups['findings']))
    changed.push('findings');
  return changed.length === 0 ? { kind: 'signed' } : { kind: 'changed', groups: changed };
}

/**
 * Findings travel behind a sign-off, in a slower lane: those that stand here from before it came are no change after it, the
 * signed ones have not arrived yet. What is unsent was written here (position 0).
 */
function isOnItsWay(progress: Cell | undefined, findings: Cell | undefined): boolean {
  const signed = progress?.p ?? 0;
  return signed > 0 && (findings === undefined || (findings.p > 0 && findings.p <= signed));
}

function findingsDigest(findings: Fields, sha256: Sha256): string {
  const text = fieldOf(findings, 'text');
  return sha256(typeof text === 'string' ? text : '');
}

function fieldOf(fields: Fields, field: string): Json {
  return Object.hasOwn(fields, field) ? (fields[field] ?? null) : null;
}
