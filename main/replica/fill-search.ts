/**
 * Search follows after the commit (SAVE-2): what was saved or came down is on a list, and a slice of it is read into the
 * index whenever nothing more urgent is to be done. Until then search looks at the list itself. A slice that is cut
 * short, or done twice, changes nothing: a row leaves the list in the transaction that indexes it.
 *
 * The index merges its segments a few pages at a time, after each slice. Left to itself it merges inside some commit,
 * and a save would wait 20 to 50 ms behind it.
 */
import { decodeBody, valuesOf } from '../../domain/record/body.ts';
import { presentBody } from '../../domain/schema/upcast.ts';
import type { Replica } from './replica.ts';
import type { Statement } from './open.ts';

/** Rows between two looks at the clock: about 0.4 ms. */
const STRIDE = 32;
/** Rows of one transaction at most, whatever the clock says: about 3 ms. */
const ROWS_PER_COMMIT = 256;
/** Pages that one transaction merges at most: about 1 ms. */
const MERGED_PAGES = 16;
/** Segments of one level at which it merges at once after all; never reached while slices merge. */
const SEGMENTS_AT_MOST = 200;

export interface IndexClock {
  /** Milliseconds, monotonic enough to measure a slice. */
  now(): number;
}

/** Numbers stand in the text: a bound one would be no integer to FTS5. */
type Merge = Statement<[]>;
const merges = new WeakMap<Replica, Merge>();

/** Indexes for about `budgetMs`; gives whether more waits. */
export function indexSearch(replica: Replica, clock: IndexClock, budgetMs: number): boolean {
  const until = clock.now() + budgetMs;
  let more = replica.searches.next.get(1) !== undefined;
  while (more && clock.now() < until) {
    more = replica.transact('replayable', () => slice(replica, clock, until));
  }
  return more;
}

function slice(replica: Replica, clock: IndexClock, until: number): boolean {
  const { next } = replica.searches;
  const merge = mergeOf(replica);
  let more = true;
  for (let done = 0; more && done < ROWS_PER_COMMIT; done += STRIDE) {
    const rows = next.all(STRIDE);
    for (const row of rows) indexRow(replica, row);
    more = rows.length === STRIDE && next.get(1) !== undefined;
    if (clock.now() >= until) break;
  }
  merge.run();
  return more;
}

/** The first time in a process, the index is told not to merge by itself; it keeps that in its file. */
function mergeOf(replica: Replica): Merge {
  const known = merges.get(replica);
  if (known) return known;
  const tell = (what: string, n: number): Merge =>
    replica.db.prepare<[]>(`INSERT INTO search (search, rank) VALUES ('${what}', ${n})`);
  tell('automerge', 0).run();
  tell('crisismerge', SEGMENTS_AT_MOST).run();
  const merge = tell('merge', MERGED_PAGES);
  merges.set(replica, merge);
  return merge;
}

/** `collection` is null for a record that is not here any more. */
function indexRow(
  replica: Replica,
  row: { readonly rid: number; readonly collection: string | null; readonly shown: string | null },
): void {
  const search = row.collection === null ? undefined : replica.env.schema.collections[row.collection]?.search;
  if (search && row.shown !== null)
    replica.searches.put.run(
      row.rid,
      search(valuesOf(presentBody(replica.env.schema, row.collection ?? '', decodeBody(row.shown)))),
    );
  else replica.searches.drop.run(row.rid);
  replica.searches.done.run(row.rid);
}
