/** A signature is its author's own (H-7): whatever a console lets through, nobody is signed for by somebody else. */
import type { Change } from '../../domain/change/change.ts';
import { IMPORT_DEVICE } from '../../domain/ids.ts';
import type { Fields } from '../../domain/json.ts';
import type { GroupDef } from '../../domain/schema/types.ts';
import { signsForAnother } from '../../domain/signature/guard.ts';

/** Null, or why not in words. `seen`: the group as the author had it in view. The operator's imports carry old signatures. */
export function signedByAnother(def: GroupDef, change: Change, seen: Fields | undefined, value: Fields): string | null {
  if (change.device === IMPORT_DEVICE || !signsForAnother(def, change.author, seen, value)) return null;
  return 'only the person who signs can sign off';
}
