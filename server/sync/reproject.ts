/**
 * After a record was written: which site it belongs to now, and what moves with it (W-5). Moving a device moves the
 * work that hangs on it; consoles that saw it at the old site are told that it left.
 */
import type { Position, RecordId } from '../../domain/ids.ts';
import { project } from '../../domain/record/project.ts';
import { valuesOf } from '../../domain/record/body.ts';
import { presentBody } from '../../domain/schema/upcast.ts';
import type { Draft, WorkingRecord } from './draft.ts';
import { placeUnknown, type Place } from './place-unknown.ts';

export function reproject(draft: Draft, id: RecordId, pos: Position): void {
  const record = draft.record(id);
  if (!record) return;
  const existed = record.stored !== undefined || record.site !== null;
  const { site, parent } = placeOf(draft, record);
  record.parent = parent;
  if (site === record.site) return;
  if (existed) {
    draft.left.push({ site: record.site, pos, record: id });
    draft.moved = true;
    record.entered = pos;
    record.pos = pos > record.pos ? pos : record.pos;
  }
  record.site = site;
  if (existed) moveChildren(draft, record, pos);
}

function placeOf(draft: Draft, record: WorkingRecord): Place {
  const { schema } = draft.rules;
  const def = schema.collections[record.collection];
  if (!def) return placeUnknown(draft, record);
  const groups = valuesOf(presentBody(schema, record.collection, record.body));
  return project(def, record.id, groups, (p) => draft.record(p)?.site ?? null);
}

function moveChildren(draft: Draft, record: WorkingRecord, pos: Position): void {
  for (const child of draft.children(record.id)) {
    const def = draft.rules.schema.collections[child.collection];
    if (!def || def.site.from === 'parent') reproject(draft, child.id, pos);
  }
}
