import { describe, expect, it } from 'vitest';
import { recordId } from '../../../domain/ids.ts';
import { labelOf } from '../../../domain/label/save-label.ts';
import type { WorkRow } from '../../../protocol/ipc/views.ts';
import { NO_EVIDENCE } from '../sync-label/evidence.ts';
import { bucketOf, groupRows } from './group-rows.ts';

const NOW = new Date(2026, 10, 18, 10, 0).getTime();
const HOUR = 3_600_000;

let n = 0;
function row(over: Partial<WorkRow>): WorkRow {
  n += 1;
  return {
    id: recordId(2, 1, n, 0),
    number: String(20_000 + n),
    title: 'image artefact',
    kind: 'repair',
    status: 'planned',
    priority: 'normal',
    scheduled: null,
    due: null,
    siteId: null,
    siteName: 'Mercy Clermont',
    room: 'B1',
    equipmentId: null,
    equipmentName: 'CT scanner SN 4471',
    technicianName: 'A',
    signOff: 'none',
    mine: true,
    label: { ...labelOf({ kind: 'synced' }), evidence: NO_EVIDENCE, question: null },
    ...over,
  };
}

describe('the order of My work', () => {
  it('a job due earlier today is still today, one due yesterday is late', () => {
    expect(bucketOf(row({ scheduled: NOW - HOUR, due: NOW - HOUR }), NOW)).toBe('today');
    expect(bucketOf(row({ scheduled: NOW, due: NOW - 24 * HOUR }), NOW)).toBe('late');
  });

  it('what is done is never late', () => {
    expect(bucketOf(row({ status: 'done', due: NOW - 99 * HOUR }), NOW)).toBe('done');
  });

  it('groups by when, then by site, rows by time, and counts them', () => {
    const items = groupRows(
      [
        row({ scheduled: NOW + 5 * HOUR, siteName: 'B' }),
        row({ scheduled: NOW + HOUR, siteName: 'B', number: 'first' }),
        row({ scheduled: NOW + HOUR, siteName: 'A' }),
        row({ scheduled: NOW - 48 * HOUR, siteName: 'Z' }),
      ],
      NOW,
    );
    expect(items.map((i) => (i.kind === 'head' ? `${i.bucket} ${i.site} ${i.count}` : '-'))).toEqual([
      'late Z 1',
      '-',
      'today A 1',
      '-',
      'today B 2',
      '-',
      '-',
    ]);
    const last = items.at(-2);
    expect(last?.kind === 'row' && last.row.number).toBe('first');
  });
});
