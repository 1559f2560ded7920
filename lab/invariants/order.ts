/**
 * What one laptop wrote into one group arrived in the order in which it was written, and nothing stands in the log
 * before the change that made its record.
 */
import { creatorOf, type ChangeId, type Position } from '../../domain/ids.ts';
import type { LogEntry } from '../../server/storage/contract/types.ts';
import type { World } from '../world/world.ts';
import type { Findings } from './violation.ts';
import { wholeLog } from './whole-log.ts';

export function checkOrder(world: World, findings: Findings): void {
  const last = new Map<string, LogEntry>();
  const positions = new Map<ChangeId, Position>();
  const log = wholeLog(world).filter((e) => e.kind === 'change');
  for (const e of log) positions.set(`${e.device}.${e.epoch}.${e.seq}` as ChangeId, e.pos);
  for (const entry of log) {
    for (const edit of entry.edits) {
      const key = `${entry.device} ${entry.epoch} ${edit.record} ${edit.group}`;
      const before = last.get(key);
      const isLate = before !== undefined && before.seq > entry.seq && edit.collection !== 'question';
      findings.look('order kept', isLate ? `${key}: ${before.seq} was applied before ${entry.seq}` : null);
      last.set(key, entry);
      const made = positions.get(creatorOf(edit.record));
      findings.look(
        'order kept',
        made !== undefined && made > entry.pos ? `${edit.record} was written at ${entry.pos}, made at ${made}` : null,
      );
    }
  }
}
