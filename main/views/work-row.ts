/** One line of My work, made from a job and what it points to. */
import type { RecordId } from '../../domain/ids.ts';
import { valuesOf } from '../../domain/record/body.ts';
import type { LabelView, WorkRow } from '../../protocol/ipc/views.ts';
import type { RecordRow } from '../replica/tables.ts';
import { listLabels } from './label.ts';
import { idIn, numberOf, text, type Reader } from './reader.ts';
import { cellsInView } from './record-view.ts';
import { signOffMark } from './sign-off-view.ts';
import { siteName } from './words.ts';

export function workRows(reader: Reader, rows: readonly RecordRow[]): readonly WorkRow[] {
  const labels = listLabels(reader, rows);
  return rows.map((row) => workRow(reader, row, labels.of(row)));
}

function workRow(reader: Reader, row: RecordRow, label: LabelView): WorkRow {
  const cells = cellsInView(reader, row);
  const groups = valuesOf(cells);
  const request = groups['request'] ?? {};
  const technician = idIn(groups['assignment']?.['technician']);
  const equipment = row.parent === null ? null : reader.row(row.parent);
  return {
    id: row.id as RecordId,
    number: text(request['number']),
    title: text(request['title']),
    kind: text(request['kind']),
    status: text(groups['progress']?.['status']) || 'planned',
    priority: text(request['priority']) || 'normal',
    scheduled: numberOf(groups['assignment']?.['scheduled']),
    due: numberOf(request['due']),
    siteId: row.site as RecordId | null,
    siteName: siteName(reader, row.site),
    room: equipment ? text(reader.shown(equipment)['place']?.v['room']) : '',
    equipmentId: row.parent as RecordId | null,
    equipmentName: reader.name(row.parent),
    technicianName: technician === null ? '' : reader.person(technician),
    mine: technician === reader.ctx.person,
    label,
    signOff: signOffMark(reader, row, cells),
  };
}
