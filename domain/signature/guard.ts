/**
 * Who may write the fields by which a person signs (H-7): the signer alone. Held against every edit, by the console before
 * it saves and by the server before it applies, so that nobody signs for somebody else.
 */
import type { PersonId } from '../ids.ts';
import { sameJson, type Fields } from '../json.ts';
import type { GroupDef } from '../schema/types.ts';

/** A signature that was not there before: any of its fields has a value, and another one than `before`. */
export function bringsSignature(def: GroupDef, before: Fields | undefined, after: Fields): boolean {
  return (def.signature?.fields ?? []).some((field) => {
    const value = after[field] ?? null;
    return value !== null && !sameJson(before?.[field] ?? null, value);
  });
}

/** Puts somebody else's name under the group, or alters what stands under it. */
export function signsForAnother(def: GroupDef, author: PersonId, before: Fields | undefined, after: Fields): boolean {
  return def.signature !== undefined && bringsSignature(def, before, after) && after[def.signature.by] !== author;
}

/** There was a signature, and there is none any more. */
export function takesSignatureBack(def: GroupDef, before: Fields | undefined, after: Fields): boolean {
  const by = def.signature?.by;
  return by !== undefined && (before?.[by] ?? null) !== null && (after[by] ?? null) === null;
}
