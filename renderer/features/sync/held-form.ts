/**
 * The form by which held work is put right, as data: every field as it was typed, and what of it has changed. Pure, so that
 * it can be tested; what is wrong is judged by the main process.
 */
import type { RecordId } from '../../../domain/ids.ts';
import type { Fields, Json } from '../../../domain/json.ts';
import type { HeldEdit, HeldField, HeldItem } from '../../../protocol/ipc/held.ts';

/** Field keys to what stands in them; absent: untouched. */
export type HeldForm = { readonly [key: string]: Json };

export const keyOf = (edit: HeldEdit, field: HeldField): string => `${edit.record}/${edit.group}.${field.field}`;

export function shown(form: HeldForm, edit: HeldEdit, field: HeldField): Json {
  const typed = form[keyOf(edit, field)];
  return typed === undefined ? field.value : typed;
}

/** What a person typed into a number's field: a number, nothing, or the text itself, which will be said to be none. */
export function typedNumber(text: string): Json {
  const trimmed = text.trim().replace(',', '.');
  if (trimmed === '') return null;
  const number = Number(trimmed);
  return Number.isFinite(number) ? number : text;
}

export interface FixedEdit {
  readonly record: RecordId;
  readonly group: string;
  readonly set: Fields;
}

/** Only what was changed; null: nothing was. */
export function fixedEdits(form: HeldForm, item: HeldItem): readonly FixedEdit[] | null {
  const edits = item.edits.flatMap((edit): readonly FixedEdit[] => {
    const changed = edit.fields.flatMap((field): readonly (readonly [string, Json])[] => {
      const value = shown(form, edit, field);
      return value === field.value ? [] : [[field.field, value]];
    });
    return changed.length === 0 ? [] : [{ record: edit.record, group: edit.group, set: Object.fromEntries(changed) }];
  });
  return edits.length === 0 ? null : edits;
}

/** Fields worth showing: what was filled in, what is wrong or has to be filled in; pointers only where they say something. */
export function fieldsToShow({ fields }: HeldEdit): readonly HeldField[] {
  return fields.filter((f) => f.kind !== 'fixed' || f.words !== '');
}
