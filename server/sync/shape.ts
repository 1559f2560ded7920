/**
 * Is what an edit writes of the right shape? Under a version that the server knows, every field that it names must be one
 * and must fit. Under a newer one, fields and codes that are not known yet pass, within bounds (W-9). What other people
 * wrote into the group before, a newer app among them, is never held against this edit.
 */
import type { Edit } from '../../domain/change/change.ts';
import type { Fields } from '../../domain/json.ts';
import type { GroupDef } from '../../domain/schema/types.ts';
import { MAX_VALUE_TEXT } from '../../protocol/wire/limits.ts';

/** `newer`: written under a version that this server has not learned yet. */
export interface Written {
  readonly edit: Edit;
  readonly value: Fields;
  readonly newer: boolean;
}

type Issue = NonNullable<ReturnType<GroupDef['shape']['safeParse']>['error']>['issues'][number];

/** Null, or what is wrong in words. */
export function wrongShape(def: GroupDef, written: Written): string | null {
  const { edit, value, newer } = written;
  const issue = def.shape.safeParse(value).error?.issues.find((i) => counts(i, written));
  if (issue) return `${edit.group}.${fieldsOf(issue).join('.')}: ${issue.message}`;
  if (newer && JSON.stringify(edit.set).length > MAX_VALUE_TEXT) return `${edit.group}: too large`;
  const absent = def.required?.find((field) => (value[field] ?? null) === null || value[field] === '');
  return absent === undefined ? null : `${edit.group}.${absent}: must be given`;
}

function counts(issue: Issue, { edit, newer, value }: Written): boolean {
  const fields = fieldsOf(issue);
  if (fields.length > 0 && !fields.some((field) => Object.hasOwn(edit.set, field))) return false;
  if (!newer) return true;
  if (issue.code === 'unrecognized_keys') return issue.path.length > 0;
  const isNewCode = issue.code === 'invalid_value' && typeof value[fields[0] ?? ''] === 'string';
  return !isNewCode;
}

/** The fields that an issue is about; none: the value as a whole. */
function fieldsOf(issue: Issue): readonly string[] {
  const [first] = issue.path;
  if (first !== undefined) return [String(first)];
  return issue.code === 'unrecognized_keys' ? issue.keys : [];
}
