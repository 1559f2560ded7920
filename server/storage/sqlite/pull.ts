/**
 * Pages of what a console may see beyond a position (W-5). A page never ends inside a position, because one change may
 * touch several records and a cursor cannot say "half of it". The cost follows what is visible: each site is read from
 * its own index, and a bound that shrinks with every site keeps the pages of many sites from being sorted together.
 */
import type { Position, RecordId } from '../../../domain/ids.ts';
import type { DigestPage, PullPage, StoredRecord } from '../contract/types.ts';
import { siteText } from './tables/record-table.ts';
import type { Tables } from './tables/all-tables.ts';

export interface PullRange {
  readonly from: Position;
  readonly upTo: Position;
  /** Records; a page holds more only when a single position touches more. */
  readonly limit: number;
}

/** Beyond this many rows `remaining` is an estimate. */
const COUNTED = 5_000;
/** A range this many times shorter than the list of sites is read as a whole and sifted. */
const SHORT_RANGE = 4;

/** `sites` null: everything. Records without a site always belong. */
export function pullPage(tables: Tables, org: number, sites: readonly RecordId[] | null, asked: PullRange): PullPage {
  const range = withinHead(tables, org, asked);
  if (range.upTo <= range.from) return { rows: [], left: [], to: range.upTo, remaining: 0 };
  if (sites === null) return everything(tables, org, range);
  const visible = new Set(['', ...sites]);
  if (range.upTo - range.from <= visible.size * SHORT_RANGE) return sifted(tables, org, visible, range);
  return bySite(tables, org, visible, range);
}

/** Just one site; `left` stays empty, because what leaves a site in view is told by the log. */
export function sitePage(tables: Tables, org: number, site: RecordId, asked: PullRange): PullPage {
  const range = withinHead(tables, org, asked);
  if (range.upTo <= range.from) return { rows: [], left: [], to: range.upTo, remaining: 0 };
  return { ...bySite(tables, org, new Set([siteText(site)]), range), left: [] };
}

/** Which records a site has; bodies are not even read. */
export function digestPage(
  tables: Tables,
  org: number,
  site: RecordId | null,
  from: Position,
  limit: number,
): DigestPage {
  const range = { from, upTo: tables.organisations.head(org).position, limit };
  if (range.upTo <= from) return { rows: [], to: range.upTo, more: false };
  const place = siteText(site);
  const to = pageEnd(tables.ranges.positionsAt(org, place, from, range.upTo, limit + 1), range);
  return { rows: tables.ranges.digestsAt(org, place, from, to), to, more: to < range.upTo };
}

function withinHead(tables: Tables, org: number, range: PullRange): PullRange {
  const head = tables.organisations.head(org).position;
  return range.upTo <= head ? range : { ...range, upTo: head };
}

function everything(tables: Tables, org: number, range: PullRange): PullPage {
  const to = pageEnd(tables.ranges.positions(org, range.from, range.upTo, range.limit + 1), range);
  const beyond = to === range.upTo ? [] : tables.ranges.positions(org, to, range.upTo, COUNTED + 1);
  return {
    rows: tables.ranges.rows(org, range.from, to),
    left: [],
    to,
    remaining: remaining(beyond.length, () => tables.views.countAll(org), to, range.upTo),
  };
}

function sifted(tables: Tables, org: number, visible: ReadonlySet<string>, range: PullRange): PullPage {
  const rows = tables.ranges.rows(org, range.from, range.upTo).filter((r) => visible.has(siteText(r.site)));
  const to = pageEnd(
    rows.slice(0, range.limit + 1).map((r) => r.pos),
    range,
  );
  const page = rows.filter((r) => r.pos <= to);
  return {
    rows: page,
    left: leftWithin(tables, org, visible, range.from, to),
    to,
    remaining: rows.length - page.length,
  };
}

function bySite(tables: Tables, org: number, visible: ReadonlySet<string>, range: PullRange): PullPage {
  const to = pageEnd(firstPositions(tables, org, visible, range), range);
  const rows: StoredRecord[] = [];
  for (const site of visible) rows.push(...tables.ranges.rowsAt(org, site, range.from, to));
  if (visible.size > 1) rows.sort((a, b) => a.pos - b.pos);
  return {
    rows,
    left: leftAt(tables, org, visible, range.from, to),
    to,
    remaining: to === range.upTo ? 0 : remainingAt(tables, org, visible, { ...range, from: to }),
  };
}

/** The first `limit + 1` positions over all sites, ascending. What lies beyond the best so far is not even read. */
function firstPositions(tables: Tables, org: number, visible: ReadonlySet<string>, range: PullRange): number[] {
  const wanted = range.limit + 1;
  let best: number[] = [];
  let bound = range.upTo;
  for (const site of visible) {
    for (const pos of tables.ranges.positionsAt(org, site, range.from, bound, wanted)) best.push(pos);
    if (best.length < 2 * wanted) continue;
    best = best.toSorted((a, b) => a - b).slice(0, wanted);
    bound = (best.at(-1) ?? bound) as Position;
  }
  return best.toSorted((a, b) => a - b).slice(0, wanted);
}

/** Where a page ends: before the position that no longer fits whole, or at that position when it alone overflows. */
function pageEnd(positions: readonly number[], range: PullRange): Position {
  const over = positions[range.limit];
  if (over === undefined) return range.upTo;
  const first = positions[0];
  if (over === first) return over as Position;
  let last = range.limit - 1;
  while (positions[last] === over) last--;
  return positions[last] as Position;
}

/** Of records that left a visible site, those that are at none of them now. */
function stillGone(
  tables: Tables,
  org: number,
  visible: ReadonlySet<string>,
  left: Iterable<RecordId>,
): readonly RecordId[] {
  const gone = new Set<RecordId>();
  for (const record of left) {
    const now = tables.records.site(org, record);
    if (now !== undefined && !visible.has(siteText(now))) gone.add(record);
  }
  return [...gone];
}

function leftAt(
  tables: Tables,
  org: number,
  visible: ReadonlySet<string>,
  from: Position,
  to: Position,
): readonly RecordId[] {
  const left: RecordId[] = [];
  for (const site of visible) left.push(...tables.views.leftOf(org, site, from, to));
  return stillGone(tables, org, visible, left);
}

function leftWithin(
  tables: Tables,
  org: number,
  visible: ReadonlySet<string>,
  from: Position,
  to: Position,
): readonly RecordId[] {
  const left = tables.views.left(org, from, to).filter(([site]) => visible.has(site));
  return stillGone(
    tables,
    org,
    visible,
    left.map(([, record]) => record),
  );
}

function remainingAt(tables: Tables, org: number, visible: ReadonlySet<string>, range: PullRange): number {
  let counted = 0;
  for (const site of visible) {
    counted += tables.ranges.positionsAt(org, site, range.from, range.upTo, COUNTED + 1 - counted).length;
    if (counted > COUNTED) break;
  }
  const total = (): number => [...visible].reduce((sum, site) => sum + tables.views.countAt(org, site), 0);
  return remaining(counted, total, range.from, range.upTo);
}

/** Exact when few; otherwise reckoned as if records lay evenly over the log. Never 0 while something is left. */
function remaining(counted: number, total: () => number, to: Position, upTo: Position): number {
  if (counted <= COUNTED) return counted;
  return Math.max(counted, Math.round((total() * (upTo - to)) / upTo));
}
