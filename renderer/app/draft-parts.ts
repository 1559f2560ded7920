/** What drafts are made of, read back from the disk: each part is taken only when it is whole, so that no cast is needed. */
import type { Saw } from '../../domain/change/change.ts';
import { type ChangeId, isRecordId, parseChangeId } from '../../domain/ids.ts';
import type { Fields, Json } from '../../domain/json.ts';

export function isFields(value: Json | undefined): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A writer: the name of a change, or null for nobody. */
export function isWriter(value: Json | undefined): value is ChangeId | null {
  return value === null || (typeof value === 'string' && parseChangeId(value) !== null);
}

/** Null when it is not all there: a save without it would be refused at the door. */
export function readSaw(value: Json | undefined): Saw | null {
  if (!isFields(value)) return null;
  const { writer, canonical, archived, question } = value;
  if (!isWriter(writer) || !isWriter(canonical) || !isWriter(archived)) return null;
  const saw: Saw = { writer, canonical, archived };
  return typeof question === 'string' && isRecordId(question) ? { ...saw, question } : saw;
}
