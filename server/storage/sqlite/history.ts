/** The history of one record, oldest first, each entry with the outcome as it is today. */
import type { EditOutcome } from '../../../domain/change/outcome.ts';
import { APPLIED } from '../../../domain/change/outcome.ts';
import type { Position, RecordId } from '../../../domain/ids.ts';
import type { HistoryRow, LogEntry } from '../contract/types.ts';
import type { Tables } from './tables/all-tables.ts';

/** At most `limit` entries of the log; an entry that touches several groups of the record gives a row for each. */
export function history(
  tables: Tables,
  org: number,
  record: RecordId,
  after: Position,
  limit: number,
): readonly HistoryRow[] {
  return tables.log.ofRecord(org, record, after, limit).flatMap((entry) => rowsOf(tables, org, record, entry));
}

function rowsOf(tables: Tables, org: number, record: RecordId, entry: LogEntry): HistoryRow[] {
  const outcome = outcomeToday(tables, org, entry);
  const rows: HistoryRow[] = [];
  for (const [i, edit] of entry.edits.entries()) {
    if (edit.record === record) rows.push({ entry, edit, outcome: outcome?.[i] ?? APPLIED });
  }
  return rows;
}

/** What a change was answered with last; entries of the server's own rules keep what they were. */
function outcomeToday(tables: Tables, org: number, entry: LogEntry): readonly EditOutcome[] | null {
  if (entry.kind !== 'change') return entry.outcome;
  const receipt = tables.receipts.get(org, entry.device, entry.epoch, entry.seq);
  return receipt ? receipt.outcome : entry.outcome;
}
