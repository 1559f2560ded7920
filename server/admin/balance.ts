/**
 * The books about every device, as the operator and the lead see them (L-1): what is kept against a recount of the rows,
 * and what the laptop said when it was last here.
 */
import { differenceWords } from '../../domain/ledger/compare.ts';
import { NO_TALLY, sameTally, TALLY_COLUMNS, totalOf, type Tally } from '../../domain/ledger/tally.ts';
import type { DeviceNo } from '../../domain/ids.ts';
import type { EpochTally } from '../storage/contract/ledger.ts';
import type { Storage } from '../storage/contract/storage.ts';

export interface DeviceBooks {
  readonly device: DeviceNo;
  readonly name: string;
  /** Edits that the server has of it, over all epochs, and what became of them. */
  readonly edits: number;
  readonly tally: Tally;
  /** When it last compared its books, milliseconds UTC; null: never. */
  readonly saidAt: number | null;
  /** In words; empty: they balance. */
  readonly problems: readonly string[];
}

type Books = Pick<Storage, 'directory' | 'ledger'>;

export function balance(storage: Books, org: string): readonly DeviceBooks[] {
  return storage.directory.devices(org).map(({ device, name }) => balanceOf(storage, org, device, name));
}

function balanceOf({ ledger }: Books, org: string, device: DeviceNo, name: string): DeviceBooks {
  const counted = ledger.recount(org, device);
  const said = ledger.said(org).find((s) => s.device === device);
  const tally = counted.reduce((sum, { tally: more }) => plus(sum, more), NO_TALLY);
  return {
    device,
    name,
    edits: totalOf(tally),
    tally,
    saidAt: said?.at ?? null,
    problems: [...keptWrongly(ledger.tallies(org, device), counted), ...(said?.differences ?? []).map(differenceWords)],
  };
}

/** What the books say and the rows do not: one was removed, or added, behind the server's back. */
function keptWrongly(kept: readonly EpochTally[], counted: readonly EpochTally[]): readonly string[] {
  const epochs = [...new Set([...kept, ...counted].map((t) => t.epoch))].toSorted((a, b) => a - b);
  return epochs.flatMap((epoch) => {
    const books = kept.find((t) => t.epoch === epoch)?.tally ?? NO_TALLY;
    const rows = counted.find((t) => t.epoch === epoch)?.tally ?? NO_TALLY;
    if (sameTally(books, rows)) return [];
    const what = TALLY_COLUMNS.filter((c) => books[c] !== rows[c]).map((c) => `${c} ${books[c]}, found ${rows[c]}`);
    return [`Rows are missing or too many in epoch ${epoch}: kept ${what.join('; ')}.`];
  });
}

function plus(a: Tally, b: Tally): Tally {
  const sum = { ...a };
  for (const column of TALLY_COLUMNS) sum[column] += b[column];
  return sum;
}
