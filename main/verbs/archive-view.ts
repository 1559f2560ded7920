/** All that somebody who archives a record has in view of it (C-8). */
import type { ArchiveSaw } from '../../domain/change/change.ts';
import type { RecordId } from '../../domain/ids.ts';
import { QUESTION } from '../../domain/schema/system.ts';
import { shownOf } from '../replica/record-store.ts';
import type { Replica } from '../replica/replica.ts';
import type { RecordRow } from '../replica/tables.ts';

export function archiveView(replica: Replica, row: RecordRow): ArchiveSaw {
  const shown = shownOf(row);
  const groups = Object.fromEntries(Object.entries(shown).map(([group, cell]) => [group, cell.w[0] ?? null]));
  const children = replica.records.byParent
    .all(row.id)
    .filter((c) => c.collection !== QUESTION)
    .map((c) => c.id as RecordId);
  return { groups, children };
}
