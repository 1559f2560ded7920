/** All that somebody who archives a record has in view of it (C-8). */
import type { ArchiveSaw } from '../../domain/change/change.ts';
import type { RecordId } from '../../domain/ids.ts';
import { standsFor } from '../../domain/merge/unique.ts';
import { QUESTION } from '../../domain/schema/system.ts';
import { canonicalOf, shownOf } from '../replica/record-store.ts';
import type { Replica } from '../replica/replica.ts';
import type { RecordRow } from '../replica/tables.ts';

export function archiveView(replica: Replica, row: RecordRow): ArchiveSaw {
  const shown = shownOf(row);
  const groups = Object.fromEntries(Object.entries(shown).map(([group, cell]) => [group, cell.w[0] ?? null]));
  const children = below(replica, row).filter((c) => c.collection !== QUESTION);
  return { groups, children: children.map((c) => c.id as RecordId) };
}

/** What hangs on it, and on other entries of the same thing (C-10). */
function below(replica: Replica, row: RecordRow): readonly RecordRow[] {
  return replica.records.byParent
    .all(row.id)
    .flatMap((c) =>
      c.collection === row.collection && standsFor(canonicalOf(c)) === row.id ? below(replica, c) : [c],
    );
}
