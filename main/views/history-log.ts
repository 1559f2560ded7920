/** What this laptop has read of the server's log about one record, oldest first. */
import type { EditOutcome } from '../../domain/change/outcome.ts';
import type { Fields } from '../../domain/json.ts';
import type { HistoryEntryMessage } from '../../protocol/wire/history.ts';
import type { Reader } from './reader.ts';

/** An entry of the log as it was kept: as it came, which the protocol had validated. */
export interface Logged extends Omit<HistoryEntryMessage, 'outcome' | 'value'> {
  readonly outcome: EditOutcome;
  readonly value: Fields;
}

export function readLog(reader: Reader, record: string): readonly Logged[] {
  return reader.ctx.replica.histories.of.all(record).map((text) => JSON.parse(text) as Logged);
}
