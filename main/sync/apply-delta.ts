/**
 * What came down, put into the replica in slices of a few milliseconds, so that a save never waits behind a download
 * (SAVE-2, W-7). Newer wins by position, so a piece that arrives again changes nothing; the cursor moves with the last
 * slice of a piece, and only then is what it proves called seen. What this app does not know yet is kept as it came (W-9).
 */
import type { RecordId } from '../../domain/ids.ts';
import type { Body, Cell } from '../../domain/record/body.ts';
import { FrameFault } from '../../protocol/wire/frame.ts';
import type { Delta } from '../../protocol/wire/pull.ts';
import {
  asCollection,
  canonicalOf,
  insertCanonical,
  markForSearch,
  NOTHING,
  removeRecord,
  stays,
  writeCanonical,
} from '../replica/record-store.ts';
import type { Replica } from '../replica/replica.ts';
import { rowAt, type ArrivedRow } from './arrived-row.ts';
import { inSlices, type SliceClock } from './slices.ts';

/** Rows between two looks at the clock. */
const STRIDE = 16;

/** Applies a piece. `finish` runs in the transaction of the last slice. */
export async function applyDelta(
  replica: Replica,
  delta: Delta,
  lines: readonly string[],
  clock: SliceClock,
  finish: () => void,
): Promise<void> {
  const rows = delta.rows.id.length;
  const cells = delta.cells.id.length;
  if (lines.length !== rows + cells) throw new FrameFault('notAMessage', 'a delta with lines missing');
  const order = neighboursFirst(delta);
  const groups = groupCells(delta);
  const total = rows + groups.length + delta.left.length;
  await inSlices(replica, clock, {
    total,
    stride: STRIDE,
    step(at) {
      if (at < rows) applyRow(replica, rowAt(delta.rows, order[at] as number, lines[order[at] as number] as string));
      else if (at < rows + groups.length)
        applyCells(replica, delta, groups[at - rows] as readonly number[], lines, rows);
      else applyLeft(replica, delta.left[at - rows - groups.length] as RecordId);
    },
    finish,
  });
}

/**
 * Rows of one place and one parent stand together in the indexes: put in one behind the other they touch a few pages in
 * each slice, in the order of the log nearly all of them.
 */
function neighboursFirst({ rows }: Delta): readonly number[] {
  const key = (i: number): string => `${rows.site[i] ?? ''} ${rows.parent[i] ?? ''}`;
  const keys = rows.id.map((_id, i) => key(i));
  return [...keys.keys()].toSorted((a, b) => {
    const [x, y] = [keys[a] as string, keys[b] as string];
    return x < y ? -1 : x > y ? 1 : a - b;
  });
}

function applyRow(replica: Replica, arrived: ArrivedRow): void {
  const { id, collection, site, pos, body } = arrived;
  const here = replica.records.byId.get(id);
  if (here) {
    stays(replica, id);
    const row = asCollection(replica, here, collection);
    const differs = row.pos < pos || row.site !== site || (row.pos === pos && row.body !== body);
    if (differs) writeCanonical(replica, row, JSON.parse(body) as Body, pos, site);
    return;
  }
  markForSearch(replica, collection, insertCanonical(replica, arrived));
}

/** Cells of one record stand together; a record is written once for all of them. */
function groupCells(delta: Delta): readonly (readonly number[])[] {
  const groups = new Map<string, number[]>();
  delta.cells.id.forEach((id, i) => {
    const list = groups.get(id);
    if (list) list.push(i);
    else groups.set(id, [i]);
  });
  return [...groups.values()];
}

function applyCells(
  replica: Replica,
  delta: Delta,
  cells: readonly number[],
  lines: readonly string[],
  offset: number,
): void {
  const first = cells[0] as number;
  const id = delta.cells.id[first] as RecordId;
  const collection = delta.cells.kinds[delta.cells.kind[first] as number]?.[0] as string;
  const siteAt = delta.cells.site[first] as number;
  const site = (siteAt < 0 ? null : delta.cells.sites[siteAt]) as RecordId | null;
  const here = replica.records.byId.get(id);
  const row = here && asCollection(replica, here, collection);
  const before = row ? canonicalOf(row) : NOTHING;
  const body: Record<string, Cell> = { ...before };
  let pos = row?.pos ?? 0;
  for (const i of cells) {
    const group = delta.cells.kinds[delta.cells.kind[i] as number]?.[1] as string;
    const cell = JSON.parse(lines[offset + i] as string) as Cell;
    if ((body[group]?.p ?? -1) > cell.p) continue;
    body[group] = cell;
    pos = Math.max(pos, cell.p);
  }
  if (row) stays(replica, id);
  const target = row ?? freshRow(replica, id, collection, body, site);
  writeCanonical(replica, target, body, pos, site);
}

function freshRow(replica: Replica, id: RecordId, collection: string, body: Body, site: RecordId | null) {
  replica.records.insert.run(id, collection, null, site, null, null, null, 0, '{}', null, 0);
  const row = replica.records.byId.get(id);
  if (!row) throw new Error(`record ${id} was not kept (${Object.keys(body).join()})`);
  return row;
}

function applyLeft(replica: Replica, id: RecordId): void {
  const row = replica.records.byId.get(id);
  if (row) removeRecord(replica, row);
}
