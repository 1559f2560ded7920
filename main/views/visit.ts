/** A visit on one page: the job, what it is about, and everything that was entered on it, struck part lines included. */
import type { PersonId, RecordId } from '../../domain/ids.ts';
import type { VisitView } from '../../protocol/ipc/views.ts';
import { isLeaving } from '../replica/record-store.ts';
import type { RecordRow } from '../replica/tables.ts';
import type { ViewContext } from './context.ts';
import { VISIT_PARTS } from './label.ts';
import { personView } from './people.ts';
import { Reader } from './reader.ts';
import { viewOf } from './record-view.ts';
import { signOffView } from './sign-off-view.ts';

/** Null when there is no such job in this replica. */
export function visit(ctx: ViewContext, id: RecordId): VisitView | null {
  const reader = new Reader(ctx);
  const job = reader.row(id);
  if (!job || job.collection !== 'workOrder') return null;
  const parts = Object.fromEntries(VISIT_PARTS.map((c) => [c, reader.children(id, c)]));
  const list = (collection: (typeof VISIT_PARTS)[number]) =>
    (parts[collection] ?? []).toSorted(bySort).map((row) => viewOf(reader, row));
  const equipment = job.parent === null ? null : reader.row(job.parent);
  const site = job.site === null ? null : reader.row(job.site);
  return {
    job: viewOf(reader, job, Object.values(parts).flat()),
    equipment: equipment && viewOf(reader, equipment),
    site: site && viewOf(reader, site),
    technician: personView(reader, job.k1 as PersonId | null),
    checklist: list('checklistItem'),
    parts: list('partLine'),
    readings: list('reading'),
    notes: list('note'),
    times: list('timeEntry'),
    /** What left this laptop's view belongs to another team now; unsent work on it still travels. */
    mayEdit: !isLeaving(ctx.replica, id),
    signOff: signOffView(reader, job),
  };
}

/** By their own order or time, rows without one last; ids grow with time and settle the rest. */
function bySort(a: RecordRow, b: RecordRow): number {
  const far = Number.MAX_SAFE_INTEGER;
  return (a.sort ?? far) - (b.sort ?? far) || (a.id < b.id ? -1 : 1);
}
