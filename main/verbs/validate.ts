/**
 * What the screens hand in, held against the schema before anything is written: said at the field, in words. The server
 * judges again; this is for the person in front of the form.
 */
import type { Fields } from '../../domain/json.ts';
import { applyPatch } from '../../domain/record/overlay.ts';
import type { GroupDef, Role, Schema } from '../../domain/schema/types.ts';
import { ConsoleFault } from '../../protocol/ipc/fault.ts';

export interface EditToCheck {
  readonly collection: string;
  readonly group: string;
  readonly set: Fields;
  readonly seen: Fields | undefined;
  readonly creates: boolean;
}

/** @throws ConsoleFault badInput with `group.field`, or notAllowed. */
export function checkEdit(schema: Schema, role: Role, edit: EditToCheck): void {
  const def = schema.collections[edit.collection];
  const group = def?.groups[edit.group];
  if (!def || !group) throw bad(`There is no ${edit.collection} · ${edit.group}.`, null, 'unknown-group');
  if (def.serverOnly === true && edit.group !== 'answer') throw notAllowed(`${def.title} cannot be written here.`);
  if (group.writers?.length === 0) throw notAllowed('Only the answer to a question can say that.');
  if (group.writers && !group.writers.includes(role)) {
    throw notAllowed(`A ${role} may not change ${group.title.toLowerCase()} of a ${def.title.toLowerCase()}.`);
  }
  if (group.policy === 'append' && !edit.creates)
    throw notAllowed(`${group.title}: entries can be added, not altered. Add a new one that corrects it.`);
  if (edit.creates && def.first !== edit.group)
    throw bad(`${def.title} starts with ${def.first}.`, null, 'first-group');
  checkShape(group, edit);
}

function checkShape(group: GroupDef, edit: EditToCheck): void {
  const value = applyPatch(edit.seen, edit.set);
  const issue = group.shape.safeParse(value).error?.issues.find((i) => isAbout(i, edit.set));
  if (issue) {
    const field = issue.path.map(String).join('.');
    throw bad(sayIssue(issue.code, issue.message), field === '' ? null : `${edit.group}.${field}`, 'shape');
  }
  for (const field of group.required ?? []) {
    const given = value[field] ?? null;
    if (given === null || given === '') throw bad('This must be filled in.', `${edit.group}.${field}`, 'required');
  }
}

/** What a newer app wrote into the group before is not this person's mistake (W-9). */
function isAbout(
  issue: { readonly code?: string; readonly path: readonly PropertyKey[]; readonly keys?: readonly string[] },
  set: Fields,
): boolean {
  const [first] = issue.path;
  if (first !== undefined) return Object.hasOwn(set, String(first));
  return issue.code !== 'unrecognized_keys' || issue.keys?.some((key) => Object.hasOwn(set, key)) === true;
}

function sayIssue(code: string | undefined, message: string | undefined): string {
  if (code === 'too_big') return 'This is too long or too large.';
  if (code === 'too_small') return 'This is too short or too small.';
  if (code === 'invalid_type') return 'This is not of the right kind.';
  if (code === 'unrecognized_keys') return 'There is no such field.';
  return message ?? 'This cannot be taken.';
}

function bad(words: string, field: string | null, code: string): ConsoleFault {
  return new ConsoleFault({ kind: 'badInput', words, field, code });
}

function notAllowed(words: string): ConsoleFault {
  return new ConsoleFault({ kind: 'notAllowed', words, field: null, code: 'not-allowed' });
}
