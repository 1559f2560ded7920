/** Writes all that one transaction decided, with the fewest statements that do it. Runs inside the transaction. */
import type { RecordId } from '../../../domain/ids.ts';
import type { Effects, StoredRecord } from '../contract/types.ts';
import { keepsItsColumns, type KeyedRecord } from './tables/record-table.ts';
import type { Tables } from './tables/all-tables.ts';

type Known = (id: RecordId) => KeyedRecord | null | undefined;

export function writeEffects(tables: Tables, org: number, effects: Effects, known: Known): void {
  for (const record of effects.records) writeRecord(tables, org, record, known);
  for (const entry of effects.log) tables.log.append(org, entry);
  for (const receipt of effects.receipts) tables.receipts.put(org, receipt);
  for (const mark of effects.seen) tables.seen.put(org, mark);
  for (const left of effects.left) tables.views.leave(org, left);
  for (const w of effects.waitingRemoved) tables.waiting.remove(org, w.device, w.epoch, w.seq);
  for (const w of effects.waitingAdded) tables.waiting.put(org, w);
  for (const digest of effects.digests) tables.views.addDigest(org, digest);
  for (const tally of effects.tallies) tables.ledger.add(org, tally);
  for (const change of effects.names) tables.names.change(org, change);
  for (const issued of effects.issuedAgain) tables.issuedAgain.put(org, issued);
  tables.organisations.setHead(org, effects.head.position, effects.head.chain);
}

function writeRecord(tables: Tables, org: number, record: StoredRecord, known: Known): void {
  const asked = known(record.id);
  const before = asked === undefined ? tables.records.get(org, record.id) : asked;
  if (!before) tables.records.insert(org, record);
  else if (keepsItsColumns(before.record, record)) tables.records.rewrite(before.key, record);
  else tables.records.replace(before.key, record);
}
