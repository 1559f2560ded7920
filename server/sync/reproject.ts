/**
 * After a record was written: which site it belongs to now, and what moves with it (W-5). Moving a device moves the
 * work that hangs on it; consoles that saw it at the old site are told that it left.
 */
import type { Position, RecordId } from '../../domain/ids.ts';
import { project } from '../../domain/record/project.ts';
import { valuesOf } from '../../domain/record/body.ts';
import type { Draft, WorkingRecord } from './draft.ts';

export function reproject(draft: Draft, id: RecordId, pos: Position): void {
  const record = draft.record(id);
  if (!record) return;
  const def = draft.rules.schema.collections[record.collection];
  if (!def) return;
  const existed = record.stored !== undefined || record.site !== null;
  const { site, parent } = project(def, id, valuesOf(record.body), (p) => draft.record(p)?.site ?? null);
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

function moveChildren(draft: Draft, record: WorkingRecord, pos: Position): void {
  for (const child of draft.children(record.id)) {
    if (draft.rules.schema.collections[child.collection]?.site.from === 'parent') reproject(draft, child.id, pos);
  }
}
