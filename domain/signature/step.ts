/**
 * What one write of a group did to the signature in it, as a history tells it: from the values before and after alone, so
 * that it can be said of any entry of any log.
 */
import { sameFields, type Fields } from '../json.ts';
import type { GroupDef } from '../schema/types.ts';
import { bringsSignature, takesSignatureBack } from './guard.ts';

export type SignatureStep = 'signed' | 'signedAgain' | 'takenBack' | 'changedAfterSigning';

/** Null: there is no signature, or it stays as it was. */
export function signatureStep(def: GroupDef, before: Fields | null, after: Fields): SignatureStep | null {
  const by = def.signature?.by;
  if (by === undefined) return null;
  const wasSigned = (before?.[by] ?? null) !== null;
  if (takesSignatureBack(def, before ?? undefined, after)) return 'takenBack';
  if ((after[by] ?? null) === null) return null;
  if (bringsSignature(def, before ?? undefined, after)) return wasSigned ? 'signedAgain' : 'signed';
  return before !== null && !sameFields(before, after) ? 'changedAfterSigning' : null;
}

/** The same in words, for a line of a history. */
export const STEP_WORDS: Readonly<Record<SignatureStep, string>> = {
  signed: 'Signed off',
  signedAgain: 'Signed off again',
  takenBack: 'Took the sign-off back',
  changedAfterSigning: 'Changed after signing',
};
