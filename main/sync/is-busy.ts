/** Is now a time to compare this replica with the server (W-8)? */
import type { Replica } from '../replica/replica.ts';
import { isIncomplete } from './view-change.ts';

/** Work with these states is about to change what the server has. What waits there or is held may do so for weeks. */
const ON_ITS_WAY: ReadonlySet<string> = new Set(['queued', 'handed', 'confirming']);

/** Not caught up, or something of its own is unconfirmed. */
export function isBusy(replica: Replica): boolean {
  if (isIncomplete(replica) || replica.view.all.all().some((s) => s.filled !== null)) return true;
  return replica.changes.summary.all().some((row) => row.count > 0 && ON_ITS_WAY.has(row.state));
}
