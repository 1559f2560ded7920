/**
 * The equipment register as somebody types: an exact serial or tag first, then what the index has not read yet, then
 * what it finds (SAVE-2: a device that was saved a moment ago is found a moment later). Nothing typed lists the
 * register, by site. A device that was entered twice is listed once (C-10). Counting stops where nobody would scroll any more; then `more` says that there is more.
 */
import type { RecordId } from '../../domain/ids.ts';
import { decodeBody, valuesOf, type Body } from '../../domain/record/body.ts';
import type { EquipmentSearchInput } from '../../protocol/ipc/inputs.ts';
import type { EquipmentPage, EquipmentRow, LabelView } from '../../protocol/ipc/views.ts';
import type { RecordRow } from '../replica/tables.ts';
import type { ViewContext } from './context.ts';
import { listLabels } from './label.ts';
import { hiddenEntries } from './one-thing.ts';
import { Reader, text } from './reader.ts';
import { cellsInView } from './record-view.ts';
import { indexQuery, longestWord, matches, termsOf, wordsIn, type Term } from './search-terms.ts';
import { siteName } from './words.ts';

/** Hits that are counted; a page beyond them counts on as far as it must. */
const COUNTED = 1_000;
/** Unread rows up to which every one is cut into words; beyond, SQLite drops most of them by their text first. */
const READ_AT_MOST = 1_000;

export function equipmentSearch(ctx: ViewContext, input: EquipmentSearchInput): EquipmentPage {
  const reader = new Reader(ctx);
  const terms = termsOf(input.text);
  if (input.site !== null) return ofSite(reader, input.site, terms, input);
  return terms.length === 0 ? all(reader, input) : found(reader, terms, input);
}

type Page = Pick<EquipmentSearchInput, 'offset' | 'limit'>;

function all(reader: Reader, { offset, limit }: Page): EquipmentPage {
  const { statements } = reader;
  const hidden = [...hiddenEntries(reader).keys()];
  const rids =
    hidden.length === 0
      ? statements.equipmentPage.all(limit, offset)
      : statements.equipmentPageWithout.all(JSON.stringify(hidden), limit, offset);
  const total = (statements.equipmentCount.get() ?? 0) - hidden.length;
  return { rows: equipmentRows(reader, reader.rowsOf(rids)), total, more: false };
}

/** A site has so few devices that they are simply read. */
function ofSite(reader: Reader, site: RecordId, terms: readonly Term[], { offset, limit }: Page): EquipmentPage {
  const hidden = hiddenEntries(reader);
  const rows = reader.statements.ofSiteIn
    .all(site, 'equipment')
    .filter((row) => !hidden.has(row.rid))
    .filter((row) => terms.length === 0 || holds(reader, reader.shown(row), terms))
    .map((row) => ({ row, key: orderKey(reader, row) }))
    .toSorted((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ row }) => row);
  return { rows: equipmentRows(reader, rows.slice(offset, offset + limit)), total: rows.length, more: false };
}

function orderKey(reader: Reader, row: RecordRow): string {
  const body = reader.shown(row);
  return `${text(body['identity']?.v['type']).toLowerCase()}\n${text(body['place']?.v['room'])}\n${row.id}`;
}

function found(reader: Reader, terms: readonly Term[], page: Page & { readonly text: string }): EquipmentPage {
  const needed = Math.max(COUNTED, page.offset + page.limit) + 1;
  const rids = new Set<number>();
  const hidden = hiddenEntries(reader);
  // What one entry of a device says finds the device (C-10).
  const add = (rid: number): void => void rids.add(hidden.get(rid) ?? rid);
  byKey(reader, page.text).forEach(add);
  unread(reader, terms, needed).forEach(add);
  reader.statements.searched.all(indexQuery(terms), 'equipment', needed).forEach(add);
  const list = [...rids];
  const more = list.length >= needed;
  const rows = reader.rowsOf(list.slice(page.offset, page.offset + page.limit));
  return { rows: equipmentRows(reader, rows), total: more ? needed - 1 : list.length, more };
}

/** A serial or tag typed or scanned in full. */
function byKey(reader: Reader, typed: string): readonly number[] {
  const key = typed.trim();
  const spellings = JSON.stringify([...new Set([key, key.toUpperCase(), key.toLowerCase()])]);
  return reader.statements.equipmentByKey.all(spellings, spellings);
}

function unread(reader: Reader, terms: readonly Term[], needed: number): readonly number[] {
  const { statements, ctx } = reader;
  const word = longestWord(terms);
  const isMany = (ctx.replica.searches.waiting.get() ?? 0) > READ_AT_MOST;
  const isPlain = /^[a-z0-9]+$/.test(word);
  const rows =
    isMany && isPlain
      ? statements.unindexedLike.iterate('equipment', `%${word}%`)
      : statements.unindexed.iterate('equipment');
  const hits: number[] = [];
  for (const { rid, shown } of rows) {
    if (holds(reader, decodeBody(shown), terms)) hits.push(rid);
    if (hits.length >= needed) break;
  }
  return hits;
}

function holds(reader: Reader, body: Body, terms: readonly Term[]): boolean {
  return matches(wordsIn(reader.def('equipment')?.search?.(valuesOf(body)) ?? ''), terms);
}

function equipmentRows(reader: Reader, rows: readonly RecordRow[]): readonly EquipmentRow[] {
  const labels = listLabels(reader, rows);
  return rows.map((row) => equipmentRow(reader, row, labels.of(row)));
}

function equipmentRow(reader: Reader, row: RecordRow, label: LabelView): EquipmentRow {
  const { identity, place, condition } = valuesOf(cellsInView(reader, row));
  return {
    id: row.id as RecordId,
    type: text(identity?.['type']),
    manufacturer: text(identity?.['manufacturer']),
    model: text(identity?.['model']),
    serial: text(identity?.['serial']),
    assetTag: text(identity?.['assetTag']),
    room: text(place?.['room']),
    siteName: siteName(reader, row.site),
    condition: text(condition?.['state']) || 'inService',
    label,
  };
}
