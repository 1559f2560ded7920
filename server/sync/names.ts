/**
 * Names in the world (C-10): which records of this commit got another one, and who has a name now, those included that
 * were written a moment ago in the same commit.
 */
import type { RecordId } from '../../domain/ids.ts';
import { nameInWorld, namingGroups } from '../../domain/merge/unique.ts';
import { decodeBody, valuesOf, type Body } from '../../domain/record/body.ts';
import { presentBody } from '../../domain/schema/upcast.ts';
import type { NameChange } from '../storage/contract/types.ts';
import type { Draft, WorkingRecord } from './draft.ts';

export function nameOfBody(draft: Draft, collection: string, body: Body): string | null {
  const def = draft.rules.schema.collections[collection];
  return def?.unique ? nameInWorld(def, valuesOf(presentBody(draft.rules.schema, collection, body))) : null;
}

/** At most one; none where the name was not touched. */
export function nameChanges(draft: Draft, working: WorkingRecord): readonly NameChange[] {
  const { id: record, collection, stored, body, touched } = working;
  const def = draft.rules.schema.collections[collection];
  if (!def?.unique || ![...namingGroups(def)].some((group) => touched.has(group))) return [];
  const before = stored ? nameOfBody(draft, collection, decodeBody(stored.body)) : null;
  const after = nameOfBody(draft, collection, body);
  return before === after ? [] : [{ record, collection, before, after }];
}

/** Other records of that name as they stand in this commit; the one asking is noted under it. */
export function othersNamed(draft: Draft, record: WorkingRecord, name: string): readonly WorkingRecord[] {
  const key = `${record.collection} ${name}`;
  const here = draft.names.get(key) ?? new Set<RecordId>();
  draft.names.set(key, here.add(record.id));
  const ids = new Set([...draft.view.named(record.collection, name), ...here]);
  ids.delete(record.id);
  return [...ids]
    .flatMap((id) => draft.record(id) ?? [])
    .filter((other) => nameOfBody(draft, other.collection, other.body) === name);
}
