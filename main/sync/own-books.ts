/**
 * What this laptop was told about its edits, counted from the changes that it keeps (L-1), a slice at a time so that a save
 * never waits for it (SAVE-2). Work that changes underneath makes the count void: it is made again when it is quiet.
 */
import type { ChangeState } from '../../domain/change/state.ts';
import type { EditOutcome } from '../../domain/change/outcome.ts';
import { parseChangeId } from '../../domain/ids.ts';
import { sameJson } from '../../domain/json.ts';
import type { LaptopBooks } from '../../domain/ledger/compare.ts';
import { Count } from '../../domain/ledger/tally.ts';
import type { Replica } from '../replica/replica.ts';
import type { BookRow } from '../replica/tables.ts';

/** Changes that are read at once: well under a millisecond. */
const ROWS = 500;

export interface OwnBooks {
  /** Edits made here, as far as they are kept. */
  readonly made: number;
  /** Oldest epoch first. */
  readonly epochs: readonly Omit<LaptopBooks, 'current'>[];
}

/** null: settled work was let go of meanwhile, and may have been counted twice or not at all. */
export async function countOwnBooks(replica: Replica, pause: () => Promise<void>): Promise<OwnBooks | null> {
  const books = new Map<number, { readonly told: Count; open: number }>();
  const of = (epoch: number): { readonly told: Count; open: number } => {
    let at = books.get(epoch);
    if (!at) books.set(epoch, (at = { told: new Count(), open: 0 }));
    return at;
  };
  const letGo = replica.pruned.all.all();
  let made = 0;
  for (const { epoch, outcome, edits, count: times } of letGo) {
    made += edits * times;
    countTimes(of(epoch).told, outcome, edits, times);
  }
  of(replica.identity()?.epoch ?? 0);
  let [epoch, seq] = [0, 0];
  for (;;) {
    const rows = replica.changes.books.all(epoch, seq, ROWS);
    for (const row of rows) {
      made += row.edits;
      count(of(row.epoch), row);
    }
    const last = rows.at(-1);
    if (!last || rows.length < ROWS) break;
    ({ epoch, seq } = last);
    await pause();
  }
  if (!sameJson(letGo, replica.pruned.all.all())) return null;
  const epochs = [...books.entries()]
    .toSorted(([a], [b]) => a - b)
    .map(([e, { told, open }]) => ({ epoch: e, told: told.tally(), open }));
  return { made, epochs };
}

/** Changes with the same outcome. */
function countTimes(told: Count, outcome: string, edits: number, times: number): void {
  if (outcome === '') told.add('applied', edits * times);
  else for (const edit of JSON.parse(outcome) as readonly EditOutcome[]) told.add(edit.kind, times);
}

/** An answer has a time of receipt: what was held or closed here without one may or may not have reached the server. */
function count(at: { readonly told: Count; open: number }, row: BookRow): void {
  const state = row.state as ChangeState;
  const isUnsent = state === 'queued' || state === 'sending' || state === 'handed';
  if (isUnsent || row.received_at === null) at.open += isIssuedAgain(row) ? 0 : row.edits;
  else if (isIssuedAgain(row)) return;
  else if (state === 'replaced') at.told.add('replaced', row.edits);
  else at.told.addOutcomes(row.outcome === null ? null : (JSON.parse(row.outcome) as EditOutcome[]), row.edits);
}

/** Made anew under another epoch, because its number was used twice: the server has somebody else's work there (W-2). */
function isIssuedAgain({ epoch, replaced_by }: BookRow): boolean {
  const by = replaced_by === null ? null : parseChangeId(replaced_by);
  return by !== null && by.epoch !== epoch;
}
