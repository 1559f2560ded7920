/** New rows of a visit: what was typed, checked, and turned into the fields of a record. Errors are said at the field. */
import type { RecordId } from '../../../domain/ids.ts';
import type { Fields, Json } from '../../../domain/json.ts';
import type { NewRow } from './visit-form.ts';

/** `row key.field` → words. */
export type FieldErrors = { readonly [at: string]: string };

/** A number as people write it, with a comma or a point; null when it is none. */
export function numberOf(text: string): number | null {
  const plain = text.trim().replace(/\s/g, '').replace(',', '.');
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain)) return null;
  const value = Number(plain);
  return Number.isFinite(value) ? value : null;
}

const wholeOf = (text: string): number | null => (/^\d{1,6}$/.test(text.trim()) ? Number(text.trim()) : null);

export function rowErrors({ key, collection, entered }: NewRow): FieldErrors {
  const errors: { [at: string]: string } = {};
  const need = (field: string, words: string): void => {
    if ((entered[field] ?? '').trim() === '') errors[`${key}.${field}`] = words;
  };
  const optionalNumber = (field: string): void => {
    const text = entered[field] ?? '';
    if (text.trim() !== '' && numberOf(text) === null) errors[`${key}.${field}`] = 'Not a number';
  };
  switch (collection) {
    case 'partLine': {
      need('name', 'Which part?');
      const n = wholeOf(entered['quantity'] ?? '');
      if (n === null || n < 1 || n > 100_000) errors[`${key}.quantity`] = 'A whole number from 1';
      break;
    }
    case 'reading': {
      need('quantity', 'What was measured?');
      if (numberOf(entered['value'] ?? '') === null) errors[`${key}.value`] = 'A number';
      optionalNumber('low');
      optionalNumber('high');
      const low = numberOf(entered['low'] ?? '');
      const high = numberOf(entered['high'] ?? '');
      if (low !== null && high !== null && low > high) errors[`${key}.high`] = 'Below the lower limit';
      break;
    }
    case 'note':
      need('text', 'Write the note or remove it');
      break;
    case 'timeEntry': {
      const minutes = wholeOf(entered['minutes'] ?? '');
      if (minutes === null || minutes < 1 || minutes > 100_000) errors[`${key}.minutes`] = 'Minutes, from 1';
      break;
    }
  }
  return errors;
}

/** The fields of the record to create. The row must have no errors. */
export function rowFields({ collection, entered }: NewRow, workOrder: RecordId, now: number): Fields {
  const line = (field: string): Json => (entered[field] ?? '').trim() || null;
  const amount = (field: string): Json => numberOf(entered[field] ?? '');
  const at = (field: string): Json => numberOf(entered[field] ?? '') ?? now;
  const bare = (fields: Fields): Fields =>
    Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));
  switch (collection) {
    case 'partLine':
      return bare({
        workOrder,
        partNumber: line('partNumber'),
        name: line('name'),
        quantity: amount('quantity'),
        serial: line('serial'),
      });
    case 'reading':
      return bare({
        workOrder,
        quantity: line('quantity'),
        value: amount('value'),
        unit: line('unit'),
        low: amount('low'),
        high: amount('high'),
        instrument: line('instrument'),
        takenAt: at('takenAt'),
      });
    case 'note':
      return bare({ workOrder, text: line('text'), corrects: line('corrects'), writtenAt: now });
    case 'timeEntry':
      return bare({ workOrder, kind: line('kind'), minutes: amount('minutes'), startedAt: at('startedAt') });
  }
}
