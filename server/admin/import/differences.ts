/** What a row says that the record does not: groups that differ, with the fields that do, and what an edit of them saw. */
import type { Saw } from '../../../domain/change/change.ts';
import { sameJson, type Fields, type Json } from '../../../domain/json.ts';
import type { Body } from '../../../domain/record/body.ts';
import { ARCHIVED } from '../../../domain/schema/types.ts';
import type { Form } from '../pen.ts';

/** Empty when the record already says all of it. */
export function differences(body: Body, form: Form): Form {
  const changed: Record<string, Fields> = {};
  for (const [group, fields] of Object.entries(form)) {
    const before = body[group]?.v ?? {};
    const set: Record<string, Json> = {};
    for (const [field, value] of Object.entries(fields)) {
      if (!sameJson(before[field] ?? null, value)) set[field] = value;
    }
    if (Object.keys(set).length > 0) changed[group] = set;
  }
  return changed;
}

/** The operator sees what is canonical (SAVE-5). */
export function sawIn(body: Body): (group: string) => Saw {
  return (group) => {
    const writer = body[group]?.w[0] ?? null;
    return { writer, canonical: writer, archived: body[ARCHIVED]?.w[0] ?? null };
  };
}
