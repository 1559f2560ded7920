/** Whether a group still shows what one change wrote, and nobody else's: then it can be taken back (C-6). */
import type { ChangeId } from '../../domain/ids.ts';
import { canonicalOf, shownOf } from './record-store.ts';
import type { RecordRow } from './tables.ts';

export function standsAlone(row: RecordRow, group: string, change: ChangeId): boolean {
  const cell = shownOf(row)[group];
  return cell?.w.length === 1 && cell.w[0] === change && canonicalOf(row)[group]?.q === undefined;
}
