/** A draft read back from the disk: taken only when it has the shape that this version writes. */
import { isRecordId } from '../../../domain/ids.ts';
import type { Json } from '../../../domain/json.ts';
import { isFields, isWriter, readSaw } from '../../app/draft-parts.ts';
import { EMPTY_FORM, type NewRow, type OpenEdit, type RowCollection, type VisitForm } from './visit-form.ts';

const SHAPE = 1;
const ROWS: { readonly [name in RowCollection]: true } = { partLine: true, reading: true, note: true, timeEntry: true };

export function draftOf({ edits, rows, nextRow }: VisitForm): Json {
  const kept = Object.entries(edits).map(([key, edit]) => [key, { ...edit, saw: { ...edit.saw } }] as const);
  return {
    shape: SHAPE,
    form: { edits: Object.fromEntries(kept), rows: rows.map((row) => ({ ...row })), nextRow },
  };
}

/** All or nothing: half a draft would pass for the whole of what was typed. */
export function readDraft(value: Json): VisitForm {
  if (!isFields(value) || value['shape'] !== SHAPE || !isFields(value['form'])) return EMPTY_FORM;
  const { edits, rows, nextRow } = value['form'];
  if (!isFields(edits) || !isList(rows) || typeof nextRow !== 'number') return EMPTY_FORM;
  const form: { edits: Record<string, OpenEdit>; rows: NewRow[] } = { edits: {}, rows: [] };
  for (const [key, kept] of Object.entries(edits)) {
    const edit = readEdit(kept);
    if (edit === null) return EMPTY_FORM;
    form.edits[key] = edit;
  }
  for (const kept of rows) {
    const row = readRow(kept);
    if (row === null) return EMPTY_FORM;
    form.rows.push(row);
  }
  return { ...form, nextRow };
}

function readEdit(value: Json): OpenEdit | null {
  if (!isFields(value)) return null;
  const { record, collection, group, set, base, follows, keptAgainst } = value;
  const saw = readSaw(value['saw']);
  if (typeof record !== 'string' || !isRecordId(record)) return null;
  if (typeof collection !== 'string' || typeof group !== 'string' || typeof follows !== 'boolean') return null;
  if (!isFields(set) || !isFields(base) || saw === null || !isWriter(keptAgainst)) return null;
  return { record, collection, group, set, base, saw, follows, keptAgainst };
}

function readRow(value: Json): NewRow | null {
  if (!isFields(value)) return null;
  const { key, collection, entered } = value;
  if (typeof key !== 'string' || !isRowCollection(collection) || !isEntered(entered)) return null;
  return { key, collection, entered };
}

const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);

function isRowCollection(value: Json | undefined): value is RowCollection {
  return typeof value === 'string' && Object.hasOwn(ROWS, value);
}

function isEntered(value: Json | undefined): value is NewRow['entered'] {
  return isFields(value) && Object.values(value).every((text) => typeof text === 'string');
}
