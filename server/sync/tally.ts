/**
 * What a group commit changes in the books about devices (L-1): what each receipt counted for before is taken out, what it
 * counts for now is put in, in the same transaction as the receipts themselves. A new change costs no look-up.
 */
import { Count, TALLY_COLUMNS } from '../../domain/ledger/tally.ts';
import type { TallyChange } from '../storage/contract/ledger.ts';
import type { Receipt } from '../storage/contract/types.ts';
import type { Draft } from './draft.ts';

/** A receipt that closes a change which never arrived here: nobody was answered about it. */
export const NEVER_ARRIVED = '';

export function tallyChanges(draft: Draft): readonly TallyChange[] {
  const counts = new Map<string, { readonly of: Pick<Receipt, 'device' | 'epoch'>; readonly count: Count }>();
  const count = (of: Pick<Receipt, 'device' | 'epoch'>): Count => {
    const key = `${of.device}.${of.epoch}`;
    let at = counts.get(key);
    if (!at) counts.set(key, (at = { of, count: new Count() }));
    return at.count;
  };
  for (const receipt of draft.receipts.values()) {
    addReceipt(draft, count(receipt), receipt, 1);
    const before = draft.view.receipt(receipt.device, receipt.epoch, receipt.seq);
    if (before) addReceipt(draft, count(receipt), before, -1);
  }
  for (const { change } of draft.waitingAdded.values()) count(change).add('waiting', change.edits.length);
  // One that goes on, waits for another and goes on again, all in one transaction, is taken out of the books once.
  const gone = new Map(draft.waitingRemoved.map((w) => [`${w.device}.${w.epoch}.${w.seq}`, w]));
  for (const { device, epoch, seq } of gone.values()) {
    const before = draft.view.waiting(device, epoch, seq);
    if (before) count(before.change).add('waiting', -before.change.edits.length);
  }
  return [...counts.values()].flatMap(({ of: { device, epoch }, count: made }) => {
    const tally = made.tally();
    return TALLY_COLUMNS.flatMap((column) =>
      tally[column] === 0 ? [] : [{ device, epoch, column, edits: tally[column] }],
    );
  });
}

function addReceipt(draft: Draft, count: Count, receipt: Receipt, times: number): void {
  if (receipt.hash === NEVER_ARRIVED) return;
  const edits = receipt.outcome === null ? (draft.entry(receipt.pos)?.edits.length ?? 0) : 0;
  count.addOutcomes(receipt.outcome, edits, times);
}
