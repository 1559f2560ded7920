/** One device: what it is, the jobs done on it, and its readings over time against their limits. */
import type { RecordId } from '../../domain/ids.ts';
import { ARCHIVED } from '../../domain/schema/types.ts';
import type { EquipmentView } from '../../protocol/ipc/views.ts';
import type { RecordRow } from '../replica/tables.ts';
import type { ViewContext } from './context.ts';
import { entriesView, otherEntries } from './one-thing.ts';
import { numberOf, Reader, text } from './reader.ts';
import { viewOf } from './record-view.ts';
import { workRows } from './work-row.ts';

/** Null when there is no such device in this replica. */
export function equipmentView(ctx: ViewContext, id: RecordId): EquipmentView | null {
  const reader = new Reader(ctx);
  const row = reader.row(id);
  if (!row || row.collection !== 'equipment') return null;
  const site = row.site === null ? null : reader.row(row.site);
  const entries = [id, ...otherEntries(reader, row).map((other) => other.id)];
  const jobs = workRows(
    reader,
    entries.flatMap((entry) => reader.statements.jobsAt.all(entry)).filter((job) => !isArchived(reader, job)),
  );
  const time = (job: (typeof jobs)[number]): number => job.scheduled ?? job.due ?? 0;
  return {
    equipment: viewOf(reader, row),
    entries: entriesView(reader, row),
    site: site && viewOf(reader, site),
    jobs: jobs.toSorted((a, b) => time(b) - time(a) || (a.id < b.id ? 1 : -1)),
    readings: seriesOf(
      reader,
      entries.flatMap((entry) => reader.statements.readingsAt.all(entry)),
    ),
  };
}

type Series = EquipmentView['readings'][number];
type Point = Series['points'][number];

interface Measured {
  readonly point: Point;
  readonly low: number | null;
  readonly high: number | null;
}

/** A series per quantity and unit, in order of time; its limits are those of the newest reading that names any. */
function seriesOf(reader: Reader, rows: readonly RecordRow[]): readonly Series[] {
  const series = new Map<string, Measured[]>();
  for (const row of rows) {
    const v = reader.shown(row)['entry']?.v;
    const value = numberOf(v?.['value']);
    const at = numberOf(v?.['takenAt']) ?? timeOfJob(reader, row.parent);
    if (!v || value === null || at === null || isArchived(reader, row)) continue;
    const key = `${text(v['quantity'])}\n${text(v['unit'])}`;
    const measured = {
      point: { at, value, id: row.id as RecordId },
      low: numberOf(v['low']),
      high: numberOf(v['high']),
    };
    series.set(key, [...(series.get(key) ?? []), measured]);
  }
  return [...series]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, list]) => {
      const [quantity = '', unit = ''] = key.split('\n');
      const ordered = list.toSorted((a, b) => a.point.at - b.point.at || (a.point.id < b.point.id ? -1 : 1));
      const limits = ordered.findLast((m) => m.low !== null || m.high !== null);
      return {
        quantity,
        unit,
        low: limits?.low ?? null,
        high: limits?.high ?? null,
        points: ordered.map((m) => m.point),
      };
    });
}

/** For a reading that was entered without its time: when its job was worked on. */
function timeOfJob(reader: Reader, job: string | null): number | null {
  const row = job === null ? null : reader.row(job);
  if (!row) return null;
  const progress = reader.shown(row)['progress']?.v;
  return numberOf(progress?.['started']) ?? numberOf(progress?.['finished']) ?? row.sort;
}

function isArchived(reader: Reader, row: RecordRow): boolean {
  return reader.shown(row)[ARCHIVED]?.v['archived'] === true;
}
