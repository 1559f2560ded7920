/**
 * What a plain save may do to a signature (H-7): leave it, or take it back, which is recorded as such. Signing is
 * `sign-off.ts`'s alone, because it alone asks for the PIN.
 */
import type { Fields, Json } from '../../domain/json.ts';
import { applyPatch } from '../../domain/record/overlay.ts';
import type { GroupDef } from '../../domain/schema/types.ts';
import { bringsSignature, signsForAnother, takesSignatureBack } from '../../domain/signature/guard.ts';
import { ConsoleFault } from '../../protocol/ipc/fault.ts';
import type { Author } from '../replica/commit-change.ts';

/** When a sign-off was taken back: beside the signature's own fields, and never in a form. */
const TAKEN_BACK = 'takenBackAt';

interface Writing {
  /** The group as the form had it in view. */
  readonly seen: Fields | undefined;
  /** As this replica has it, which no form can make up. */
  readonly stands: Fields | undefined;
  readonly set: Fields;
  /** Milliseconds UTC. */
  readonly now: number;
}

/** The patch to save. @throws ConsoleFault notAllowed when it would sign, or alter what is signed with. */
export function keepSignature(def: GroupDef | undefined, { seen, stands, set, now }: Writing): Fields {
  if (def?.signature === undefined) return set;
  const after = applyPatch(seen, set);
  const named = [...def.signature.fields, TAKEN_BACK].filter((field) => Object.hasOwn(set, field));
  if (takesSignatureBack(def, seen, after)) {
    if (!named.every((field) => set[field] === null)) throw mustSign();
    const cleared = def.signature.fields.map((field): [string, Json] => [field, null]);
    return { ...set, ...Object.fromEntries(cleared), [TAKEN_BACK]: now };
  }
  if (named.some((field) => (set[field] ?? null) !== null) || bringsSignature(def, stands, after)) throw mustSign();
  const { by } = def.signature;
  if ((after[by] ?? null) !== null && named.length > 0) throw mustSign();
  return set;
}

/** A signature that an undo or held work writes back has to be its author's own. @throws ConsoleFault notAllowed */
export function keepOwnSignature(
  def: GroupDef | undefined,
  author: Author,
  before: Fields | undefined,
  after: Fields,
): void {
  if (def === undefined || !signsForAnother(def, author.person, before, after)) return;
  throw refused('This would put back a sign-off that is not yours. Only the person who signed can sign again.');
}

function mustSign(): ConsoleFault {
  return refused('A visit is signed off with a PIN. Use “Sign off” on the visit.');
}

function refused(words: string): ConsoleFault {
  return new ConsoleFault({ kind: 'notAllowed', words, field: null, code: 'signature' });
}
