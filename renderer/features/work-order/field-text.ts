/** Single fields of a record as text or number, for the eye. */
import type { RecordView } from '../../../protocol/ipc/views.ts';

export function textOf(record: RecordView, group: string, field: string): string {
  const value = record.groups[group]?.value[field];
  return typeof value === 'string' ? value : '';
}

export function numberIn(record: RecordView, group: string, field: string): number | null {
  const value = record.groups[group]?.value[field];
  return typeof value === 'number' ? value : null;
}
