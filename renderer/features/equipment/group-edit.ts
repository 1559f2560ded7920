/**
 * An edit of one group as data: what was seen when the form was opened (value and writers) is frozen and handed back on
 * save, whatever happens underneath meanwhile (SAVE-5). Plain JSON, because the same value is the autosaved draft.
 */
import type { Saw } from '../../../domain/change/change.ts';
import { type Fields, type Json, sameJson } from '../../../domain/json.ts';
import type { GroupView } from '../../../protocol/ipc/views.ts';
import { isFields, readSaw } from '../../app/draft-parts.ts';

export interface OpenEdit {
  /** Fields that were changed. */
  readonly set: Fields;
  readonly base: Fields;
  readonly saw: Saw;
}

export function beginEdit(group: Pick<GroupView, 'value' | 'saw'>): OpenEdit {
  return { set: {}, base: group.value, saw: group.saw };
}

/** A field that is set back to what it was is no change. */
export function setField(edit: OpenEdit, patch: Fields): OpenEdit {
  const set: { [field: string]: Json } = { ...edit.set };
  for (const [field, value] of Object.entries(patch)) {
    if (sameJson(edit.base[field] ?? null, value)) delete set[field];
    else set[field] = value;
  }
  return { ...edit, set };
}

export const isChanged = (edit: OpenEdit): boolean => Object.keys(edit.set).length > 0;

export const shownIn = (edit: OpenEdit): Fields => ({ ...edit.base, ...edit.set });

/** Somebody else wrote the group since the form was opened. */
export function changedUnderneath(edit: OpenEdit, current: Pick<GroupView, 'saw'>): boolean {
  return edit.saw.writer !== current.saw.writer;
}

/** The edit as it is kept. */
export const draftOf = ({ set, base, saw }: OpenEdit): Fields => ({ set, base, saw: { ...saw } });

/** A draft as it was kept, or null when it is none of ours. */
export function readEdit(value: Json): OpenEdit | null {
  if (!isFields(value)) return null;
  const { set, base } = value;
  const saw = readSaw(value['saw']);
  return isFields(set) && isFields(base) && saw ? { set, base, saw } : null;
}
