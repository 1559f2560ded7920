/**
 * The form of a visit as data: which groups were changed, over what they were seen as, and which rows are new. It
 * guarantees SAVE-5: what a group looked like (value and writers) is frozen at its first edit and handed back on save,
 * whatever happens underneath meanwhile. Everything is plain JSON, because the same value is the autosaved draft.
 */
import type { Saw } from '../../../domain/change/change.ts';
import type { ChangeId, RecordId } from '../../../domain/ids.ts';
import { type Fields, type Json, sameJson } from '../../../domain/json.ts';
import type { GroupView, RecordView } from '../../../protocol/ipc/views.ts';

export interface OpenEdit {
  readonly record: RecordId;
  readonly collection: string;
  readonly group: string;
  /** Fields that were changed. */
  readonly set: Fields;
  /** The whole value as it was seen at the first edit. */
  readonly base: Fields;
  readonly saw: Saw;
  /** Follows from adding a part line, and goes when the last new line goes. */
  readonly follows: boolean;
  /** The person has seen that this writer changed the group meanwhile, and keeps the edit. */
  readonly keptAgainst: ChangeId | null;
}

export type RowCollection = 'partLine' | 'reading' | 'note' | 'timeEntry';

/** A row that does not exist yet; its fields as they were typed, so that a half-typed number survives in the draft. */
export interface NewRow {
  readonly key: string;
  readonly collection: RowCollection;
  readonly entered: { readonly [field: string]: string };
}

export interface VisitForm {
  readonly edits: { readonly [key: string]: OpenEdit };
  readonly rows: readonly NewRow[];
  readonly nextRow: number;
}

export const EMPTY_FORM: VisitForm = { edits: {}, rows: [], nextRow: 1 };

export const editKey = (record: RecordId, group: string): string => `${record}/${group}`;
export const isDirty = (form: VisitForm): boolean => form.rows.length > 0 || Object.keys(form.edits).length > 0;

export function groupOf(
  record: RecordView,
  group: string,
): Pick<GroupView, 'value' | 'saw' | 'words' | 'label' | 'decided'> {
  const found = record.groups[group];
  if (found) return found;
  const other = Object.values(record.groups)[0];
  const saw: Saw = { writer: null, canonical: null, archived: other?.saw.archived ?? null };
  return { value: {}, saw, words: '', label: record.label };
}

/** The group as the form shows it: what was seen, with the changes over it. */
export function shownValue(form: VisitForm, record: RecordView, group: string): Fields {
  const edit = form.edits[editKey(record.id, group)];
  return edit ? { ...edit.base, ...edit.set } : groupOf(record, group).value;
}

export function setFields(
  form: VisitForm,
  record: RecordView,
  group: string,
  patch: Fields,
  follows = false,
): VisitForm {
  const key = editKey(record.id, group);
  const seen = groupOf(record, group);
  const edit: OpenEdit = form.edits[key] ?? {
    record: record.id,
    collection: record.collection,
    group,
    set: {},
    base: seen.value,
    saw: seen.saw,
    follows,
    keptAgainst: null,
  };
  const set: { [field: string]: Json } = { ...edit.set };
  for (const [field, value] of Object.entries(patch)) {
    if (!follows && sameJson(edit.base[field] ?? null, value)) delete set[field];
    else set[field] = value;
  }
  if (Object.keys(set).length === 0) return withoutEdit(form, key);
  return { ...form, edits: { ...form.edits, [key]: { ...edit, set, follows: follows && edit.follows } } };
}

export function withoutEdit(form: VisitForm, key: string): VisitForm {
  const edits = Object.fromEntries(Object.entries(form.edits).filter(([k]) => k !== key));
  return { ...form, edits };
}

/** A new row; a part line also declares "some" on its job, so that a colleague's "none" cannot slip past it. */
export function addRow(
  form: VisitForm,
  job: RecordView,
  collection: RowCollection,
  entered: NewRow['entered'],
): VisitForm {
  const row: NewRow = { key: `new${form.nextRow}`, collection, entered };
  const next = { ...form, rows: [...form.rows, row], nextRow: form.nextRow + 1 };
  return collection === 'partLine' ? setFields(next, job, 'parts', { declared: 'some' }, true) : next;
}

export function setRow(form: VisitForm, key: string, patch: NewRow['entered']): VisitForm {
  const rows = form.rows.map((row) => (row.key === key ? { ...row, entered: { ...row.entered, ...patch } } : row));
  return { ...form, rows };
}

export function removeRow(form: VisitForm, job: RecordView, key: string): VisitForm {
  const next = { ...form, rows: form.rows.filter((row) => row.key !== key) };
  const parts = editKey(job.id, 'parts');
  const last = next.rows.every((row) => row.collection !== 'partLine');
  return last && next.edits[parts]?.follows === true ? withoutEdit(next, parts) : next;
}

/** Somebody else wrote the group since its first edit here, and the person has not said what to do about it. */
export function changedUnderneath(edit: OpenEdit, current: Pick<GroupView, 'saw'>): boolean {
  return current.saw.writer !== edit.saw.writer && current.saw.writer !== edit.keptAgainst;
}

/** Saves on from what was seen: if the two disagree, that will be a question, not a loss. */
export function keepMine(form: VisitForm, key: string, writer: ChangeId | null): VisitForm {
  const edit = form.edits[key];
  return edit ? { ...form, edits: { ...form.edits, [key]: { ...edit, keptAgainst: writer } } } : form;
}

/** What is left after `sent` was saved: edits made while it was being saved, now over the saved value. */
export function afterSave(form: VisitForm, sent: VisitForm, records: readonly RecordView[]): VisitForm {
  const sentRows = new Map(sent.rows.map((row) => [row.key, row]));
  let next: VisitForm = {
    edits: {},
    rows: form.rows.filter((row) => !sentRows.has(row.key)),
    nextRow: form.nextRow,
  };
  for (const [key, edit] of Object.entries(form.edits)) {
    const was = sent.edits[key];
    if (was === edit) continue;
    const record = records.find((r) => r.id === edit.record);
    if (was && record) next = setFields(next, record, edit.group, edit.set);
    else next = { ...next, edits: { ...next.edits, [key]: edit } };
  }
  return next;
}
