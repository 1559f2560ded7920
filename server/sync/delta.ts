/** What goes into a delta (W-5): whole rows for what is new to a console, single groups for what it has. */
import type { Position, RecordId } from '../../domain/ids.ts';
import { decodeBody, encodeCell, type Cell } from '../../domain/record/body.ts';
import type { LogMark } from '../../protocol/wire/log-mark.ts';
import type { Delta, RowColumns } from '../../protocol/wire/pull.ts';
import type { PullPage, StoredRecord } from '../storage/contract/types.ts';
import type { TouchedCell } from './finish.ts';

export interface DeltaRange {
  readonly incarnation: string;
  readonly mark: LogMark | null;
  readonly site: RecordId | null;
  readonly from: Position;
  readonly to: Position;
  readonly head: Position;
  readonly remaining: number;
}

export interface MadeDelta {
  readonly head: Delta;
  readonly lines: readonly string[];
}

/** From the ring: groups only. */
export function deltaOfCells(range: DeltaRange, cells: readonly TouchedCell[]): MadeDelta {
  const made = start(range);
  for (const c of cells) addCell(made, c);
  return finished(made);
}

/**
 * From the database: a page of records. `base` is the last position at which the console had everything: what came to
 * its view since is sent whole, of the rest the groups that changed since. Not the beginning of the page: a record stands
 * at its newest change only, and an older one of another group would be left behind. null: any record may be missing.
 */
export function deltaOfPage(range: DeltaRange, page: PullPage, base: Position | null): MadeDelta {
  const made = start(range);
  for (const row of page.rows) {
    if (base === null || row.entered > base) addRow(made, row);
    else addChangedCells(made, row, base);
  }
  made.head.left.push(...page.left);
  return finished(made);
}

/** Everything in this range is the console's own work, and it knows the outcomes. */
export function ownDelta(range: DeltaRange): MadeDelta {
  const made = start(range);
  return { head: { ...made.head, own: true }, lines: [] };
}

/** Whole records in columns, and their bodies, in the same order. */
export function columnsOf(records: readonly StoredRecord[]): { rows: RowColumns; bodies: readonly string[] } {
  const made = { head: { rows: noRows() }, bodies: [] as string[], index: new Map<string, number>() };
  for (const record of records) addRow(made, record);
  return { rows: made.head.rows, bodies: made.bodies };
}

function noRows(): RowColumns {
  return {
    sites: [],
    collections: [],
    id: [],
    collection: [],
    site: [],
    parent: [],
    k1: [],
    k2: [],
    sort: [],
    pos: [],
  };
}

/** Columns under construction, with what has a number already. */
interface MakingRows {
  readonly head: { readonly rows: RowColumns };
  readonly bodies: string[];
  readonly index: Map<string, number>;
}

interface Making extends MakingRows {
  readonly head: Delta;
  readonly cells: string[];
}

function start(range: DeltaRange): Making {
  const head: Delta = {
    k: 'delta',
    ...range,
    rows: noRows(),
    cells: { sites: [], kinds: [], id: [], site: [], kind: [] },
    left: [],
    own: false,
  };
  return { head, bodies: [], cells: [], index: new Map() };
}

function finished(made: Making): MadeDelta {
  return { head: made.head, lines: [...made.bodies, ...made.cells] };
}

function addRow(made: MakingRows, row: StoredRecord): void {
  const r = made.head.rows;
  r.id.push(row.id);
  r.collection.push(number(made, 'c', r.collections, row.collection, row.collection));
  r.site.push(row.site === null ? -1 : number(made, 's', r.sites, row.site, row.site));
  r.parent.push(row.parent);
  r.k1.push(row.k1);
  r.k2.push(row.k2);
  r.sort.push(row.sort);
  r.pos.push(row.pos);
  made.bodies.push(row.body);
}

function addChangedCells(made: Making, row: StoredRecord, from: Position): void {
  const body = decodeBody(row.body);
  for (const group of Object.keys(body)) {
    const cell = body[group] as Cell;
    if (cell.p <= from) continue;
    const { id: record, collection, site } = row;
    addCell(made, { record, collection, group, site, cell: encodeCell(cell) });
  }
}

function addCell(made: Making, touched: Omit<TouchedCell, 'pos'>): void {
  const { record, collection, group, site, cell } = touched;
  const c = made.head.cells;
  c.id.push(record);
  c.kind.push(number(made, 'k', c.kinds, `${collection}.${group}`, [collection, group]));
  c.site.push(site === null ? -1 : number(made, 't', c.sites, site, site));
  made.cells.push(cell);
}

function number<T>(made: Pick<Making, 'index'>, table: string, list: T[], key: string, value: T): number {
  const known = made.index.get(`${table} ${key}`);
  if (known !== undefined) return known;
  list.push(value);
  made.index.set(`${table} ${key}`, list.length - 1);
  return list.length - 1;
}
