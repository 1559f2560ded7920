/** What a change did to a record and what stood there before, from the server's log as far as this laptop has read it. */
import type { EditOutcome } from '../../domain/change/outcome.ts';
import type { ChangeId, RecordId } from '../../domain/ids.ts';
import type { Fields } from '../../domain/json.ts';
import type { HistoryEntryMessage } from '../../protocol/wire/history.ts';
import type { Replica } from '../replica/replica.ts';

/** One thing that a change did. */
export interface Written {
  readonly change: ChangeId;
  readonly record: RecordId;
  readonly collection: string;
  readonly group: string;
  /** What stood before; null: nothing did. */
  readonly before: Fields | null;
}

type Logged = Omit<HistoryEntryMessage, 'outcome' | 'value'> & {
  readonly outcome: EditOutcome;
  readonly value: Fields;
};

/** Empty when the record's log was never read to its end: then nobody knows here what stood before. */
export function loggedWrites(replica: Replica, change: ChangeId, record: RecordId): readonly Written[] {
  const collection = replica.records.byId.get(record)?.collection;
  if (collection === undefined || replica.histories.known.get(record) === undefined) return [];
  const before = new Map<string, Fields>();
  const written: Written[] = [];
  for (const entry of replica.histories.of.all(record).map((text) => JSON.parse(text) as Logged)) {
    const { kind, group, outcome, value } = entry;
    const isThis = kind === 'change' && entry.change === change;
    if (isThis) written.push({ change, record, collection, group, before: before.get(group) ?? null });
    if (kind === 'strike' || (kind === 'change' && outcome.kind === 'applied')) before.set(group, value);
  }
  return written;
}
