/**
 * What the rows themselves say (W-8). The sums are kept up with every write, so a bit that flipped on the disk, or a row
 * that something else put in or took out, would not show in them. A count goes over all rows, by their text, in slices
 * that let saves pass (SAVE-2), and makes digests and sums say what is there; what differs from the server shows then.
 */
import { addDigests } from '../../domain/record/digest.ts';
import type { Replica } from '../replica/replica.ts';
import type { CountedRow } from '../replica/tables.ts';
import { SLICE_MS, type SliceClock } from './slices.ts';

/** Rows between two looks at the clock: about half a millisecond. */
const STRIDE = 64;
/** Counts of one part that is being written to, before it is left to the next time. */
const TRIES = 3;

export interface Part {
  /** '': the organisation. */
  readonly site: string;
  readonly collection: string;
}

interface Sum {
  readonly sum: number;
  readonly count: number;
}

const NONE: Sum = { sum: 0, count: 0 };

/** The parts whose sums did not say what the rows say; they do now. null: `goesOn` ended it. */
export async function recount(
  replica: Replica,
  clock: SliceClock,
  goesOn: () => boolean,
): Promise<readonly Part[] | null> {
  const before = sumsKept(replica);
  const counted = await countRows(replica, clock, goesOn, (after) => replica.records.walk.all(after, STRIDE));
  if (!counted) return null;
  const wrong: Part[] = [];
  for (const key of new Set([...before.keys(), ...counted.keys()])) {
    const part = partOf(key);
    const settled = settle(replica, part, before.get(key) ?? NONE, counted.get(key) ?? NONE);
    const result = settled === 'moved' ? await recountPart(replica, part, clock, goesOn) : settled;
    if (result === null) return null;
    if (result === 'corrected') wrong.push(part);
  }
  return wrong;
}

type Settled = 'right' | 'corrected' | 'moved';

/** A part that was written to while it was counted says nothing: the sum kept is another one now. */
function settle(replica: Replica, { site, collection }: Part, before: Sum, counted: Sum): Settled {
  const kept = replica.digests.get.get(site, collection) ?? NONE;
  if (kept.sum !== before.sum || kept.count !== before.count) return 'moved';
  if (kept.sum === counted.sum && kept.count === counted.count) return 'right';
  replica.transact('replayable', () => replica.digests.set.run(site, collection, counted.sum, counted.count));
  return 'corrected';
}

/** The same for one part. 'moved': it was written to each time, and is left to the next count. */
export async function recountPart(
  replica: Replica,
  part: Part,
  clock: SliceClock,
  goesOn: () => boolean,
): Promise<Settled | null> {
  const site = part.site === '' ? null : part.site;
  for (let tries = 0; tries < TRIES; tries++) {
    const before = replica.digests.get.get(part.site, part.collection) ?? NONE;
    const counted = await countRows(replica, clock, goesOn, (after) =>
      replica.records.walkPart.all(site, part.collection, after, STRIDE),
    );
    if (!counted) return null;
    const settled = settle(replica, part, before, counted.get(keyOf(part)) ?? NONE);
    if (settled !== 'moved') return settled;
  }
  return 'moved';
}

async function countRows(
  replica: Replica,
  clock: SliceClock,
  goesOn: () => boolean,
  next: (after: number) => readonly CountedRow[],
): Promise<ReadonlyMap<string, Sum> | null> {
  const sums = new Map<string, Sum>();
  let after = -1;
  for (let rows = next(after); rows.length > 0;) {
    const until = clock.now() + SLICE_MS;
    do {
      count(replica, sums, rows);
      after = (rows.at(-1) as CountedRow).rid;
      rows = next(after);
    } while (rows.length > 0 && clock.now() < until);
    await clock.pause();
    if (!goesOn()) return null;
    // A save may have come between: what stands behind the last row is read anew.
    rows = next(after);
  }
  return sums;
}

function count(replica: Replica, sums: Map<string, Sum>, rows: readonly CountedRow[]): void {
  const stale: { rid: number; digest: number }[] = [];
  const leaving = new Set(replica.meta.leaving.all());
  for (const row of rows) {
    // Made here and not at the server yet, or kept only for the work that lies on it: in nobody's sums.
    if (row.pos === 0 || leaving.has(`leaving ${row.id}`)) continue;
    const digest = replica.env.digest(`${row.id}\n${row.body}`);
    if (digest !== row.digest) stale.push({ rid: row.rid, digest });
    const key = keyOf({ site: row.site ?? '', collection: row.collection });
    const at = sums.get(key) ?? NONE;
    sums.set(key, { sum: addDigests(at.sum, digest), count: at.count + 1 });
  }
  if (stale.length === 0) return;
  replica.transact('replayable', () => {
    for (const { rid, digest } of stale) replica.records.setDigest.run(digest, rid);
  });
}

function sumsKept(replica: Replica): Map<string, Sum> {
  return new Map(replica.digests.all.all().map((d) => [keyOf(d), { sum: d.sum, count: d.count }]));
}

/** A site is an id or nothing, so the first space ends it. */
export function keyOf({ site, collection }: Part): string {
  return `${site} ${collection}`;
}

function partOf(key: string): Part {
  const end = key.indexOf(' ');
  return { site: key.slice(0, end), collection: key.slice(end + 1) };
}
