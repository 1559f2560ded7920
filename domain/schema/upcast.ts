/**
 * What an older app wrote, in the words of this schema (W-9): step by step, from each version to the next, for one group
 * of fields at a time. Groups and collections are only ever added, so an edit stays an edit of its group. A step
 * changes what is in the old words and leaves alone what is in the new ones; it may therefore meet values of any age, and
 * a value that has been brought forward is not brought forward twice. Nothing is dropped: fields that no step knows
 * stay as they are.
 */
import type { Change } from '../change/change.ts';
import type { Fields, Json } from '../json.ts';
import type { Body, Cell } from '../record/body.ts';
import type { FieldStep, Schema } from './types.ts';

/** The oldest version that was ever in the field. */
const FIRST_VERSION = 1;

/** A patch or a whole value of a group, from version `from` on; the same object when nothing had to be said anew. */
export function upcastFields(schema: Schema, path: string, fields: Fields, from: number): Fields {
  if (schema.upcasts === undefined) return fields;
  let now = fields;
  for (let version = Math.max(FIRST_VERSION, from); version < schema.version; version++) {
    for (const step of stepsOf(schema, version, path)) now = upcastField(now, step);
  }
  return now;
}

function stepsOf(schema: Schema, version: number, path: string): readonly FieldStep[] {
  const steps = schema.upcasts?.[version];
  return steps !== undefined && Object.hasOwn(steps, path) ? (steps[path] ?? []) : [];
}

function upcastField(fields: Fields, step: FieldStep): Fields {
  if (!Object.hasOwn(fields, step.from)) return fields;
  const old = fields[step.from] as Json;
  const { [step.from]: _old, ...rest } = fields;
  // What was written in the new words is newer than what is left of the old ones.
  return { ...('to' in step ? { [step.to]: old } : step.split(old)), ...rest };
}

/** The change as this schema says it; itself when it is of this version, of a newer one, or needs nothing. */
export function upcastChange(schema: Schema, change: Change): Change {
  if (schema.upcasts === undefined || change.schema >= schema.version) return change;
  let altered = false;
  const edits = change.edits.map((e) => {
    const set = upcastFields(schema, `${e.collection}.${e.group}`, e.set, change.schema);
    if (set === e.set) return e;
    altered = true;
    return { ...e, set };
  });
  return altered ? { ...change, edits } : change;
}

/** A stored value, of whatever age. */
export function presentValue(schema: Schema, collection: string, group: string, value: Fields): Fields {
  return upcastFields(schema, `${collection}.${group}`, value, FIRST_VERSION);
}

/** A stored record as screens and keys read it. What is kept and compared (W-8) stays as it was written. */
export function presentBody(schema: Schema, collection: string, body: Body): Body {
  if (schema.upcasts === undefined) return body;
  const present: Record<string, Cell> = {};
  for (const [group, cell] of Object.entries(body)) {
    const v = presentValue(schema, collection, group, cell.v);
    present[group] = v === cell.v ? cell : { ...cell, v };
  }
  return present;
}
