/**
 * The order of My work: by when, then by site, then by time. What is done comes last, what is late comes first. Pure:
 * the present moment is an input.
 */
import type { WorkRow } from '../../../protocol/ipc/views.ts';
import { dayDistance } from '../../ui/when.ts';

export const BUCKETS = ['late', 'today', 'tomorrow', 'week', 'later', 'undated', 'done'] as const;
export type Bucket = (typeof BUCKETS)[number];

export const BUCKET_WORDS: Readonly<Record<Bucket, string>> = {
  late: 'Late',
  today: 'Today',
  tomorrow: 'Tomorrow',
  week: 'Next 7 days',
  later: 'Later',
  undated: 'No date',
  done: 'Done',
};

export type ListItem =
  | {
      readonly kind: 'head';
      readonly key: string;
      readonly bucket: Bucket;
      readonly site: string;
      readonly count: number;
    }
  | { readonly kind: 'row'; readonly key: string; readonly row: WorkRow };

export function bucketOf(row: WorkRow, now: number): Bucket {
  if (row.status === 'done' || row.status === 'cancelled') return 'done';
  if (row.due !== null && row.due < now && dayDistance(row.due, now) < 0) return 'late';
  const at = row.scheduled ?? row.due;
  if (at === null) return 'undated';
  const distance = dayDistance(at, now);
  if (distance < 0) return 'late';
  if (distance === 0) return 'today';
  if (distance === 1) return 'tomorrow';
  return distance <= 7 ? 'week' : 'later';
}

export function groupRows(rows: readonly WorkRow[], now: number): readonly ListItem[] {
  const groups = new Map<string, { readonly bucket: Bucket; readonly site: string; readonly rows: WorkRow[] }>();
  for (const row of rows) {
    const bucket = bucketOf(row, now);
    const key = `${bucket}/${row.siteName}`;
    const group = groups.get(key);
    if (group) group.rows.push(row);
    else groups.set(key, { bucket, site: row.siteName, rows: [row] });
  }
  const ordered = [...groups.entries()].toSorted(
    ([, a], [, b]) => BUCKETS.indexOf(a.bucket) - BUCKETS.indexOf(b.bucket) || a.site.localeCompare(b.site),
  );
  return ordered.flatMap(([key, group]): readonly ListItem[] => [
    { kind: 'head', key, bucket: group.bucket, site: group.site, count: group.rows.length },
    ...group.rows.toSorted(byTime).map((row): ListItem => ({ kind: 'row', key: row.id, row })),
  ]);
}

function byTime(a: WorkRow, b: WorkRow): number {
  const far = Number.POSITIVE_INFINITY;
  return (a.scheduled ?? a.due ?? far) - (b.scheduled ?? b.due ?? far) || a.number.localeCompare(b.number);
}
