/**
 * Values as they travel: JSON, nothing else. Equality and text are defined here once, because "the same value" decides
 * whether two people disagree (C-2) and the same text decides whether two replicas agree byte for byte (W-8).
 */

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
/** The value of one group: fields by name. A field that is absent was never written; null was cleared on purpose. */
export type Fields = { readonly [field: string]: Json };

export function sameJson(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b) return true;
  if (a === undefined || b === undefined || a === null || b === null) return false;
  if (typeof a !== 'object' || typeof b !== 'object') return false;
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
    return a.every((item, i) => sameJson(item as Json, b[i] as Json));
  }
  const x = a as Fields;
  const y = b as Fields;
  const keys = Object.keys(x);
  return keys.length === Object.keys(y).length && keys.every((k) => Object.hasOwn(y, k) && sameJson(x[k], y[k]));
}

/** Equal as a person reads it: a field that was cleared and one that was never written both read as empty (C-2). */
export function sameFields(a: Fields, b: Fields): boolean {
  for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
    if (!sameJson(fieldOf(a, key), fieldOf(b, key))) return false;
  }
  return true;
}

/** Own fields only: a field may be called `constructor`. */
function fieldOf(fields: Fields, key: string): Json {
  return Object.hasOwn(fields, key) ? (fields[key] ?? null) : null;
}

/** JSON text with keys sorted at every depth: one value, one text, on every machine. */
export function canonicalText(value: Json): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((v) => canonicalText(v as Json)).join(',')}]`;
  const fields = value as Fields;
  const parts: string[] = [];
  for (const key of inOrder(Object.keys(fields))) {
    parts.push(`${JSON.stringify(key)}:${canonicalText(fields[key] as Json)}`);
  }
  return `{${parts.join(',')}}`;
}

/** Most values are written in order already, and looking costs less than sorting. */
function inOrder(keys: readonly string[]): readonly string[] {
  for (let i = 1; i < keys.length; i++) {
    if ((keys[i - 1] as string) > (keys[i] as string)) return keys.toSorted();
  }
  return keys;
}
