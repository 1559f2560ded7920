/** A value field by field, in words: for a note that has to hold all of it. */
import { fieldTitle } from '../../domain/schema/field-kind.ts';
import { isRecordId } from '../../domain/ids.ts';
import type { Fields, Json } from '../../domain/json.ts';
import { inWords } from '../../domain/schema/hospital.ts';
import type { Reader } from './reader.ts';

export function fieldLines(reader: Reader, value: Fields): readonly string[] {
  return Object.entries(value).flatMap(([field, v]) =>
    v === null || v === '' ? [] : [`${fieldTitle(field)}: ${fieldWords(reader, v)}`],
  );
}

export function fieldWords(reader: Reader, value: Json | undefined): string {
  if (typeof value === 'string') return isRecordId(value) ? reader.name(value) || value : inWords(value);
  return value === null || value === undefined ? '' : JSON.stringify(value);
}
