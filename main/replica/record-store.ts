/**
 * Records in the replica: the canonical body, and the shown one with pending work on top (W-7). Every write keeps the
 * columns by which screens find a record, the digest sums (W-8) and the list of what search has still to read. The site
 * is the one that the server reckons, since it decides who sees the record; only a record that exists nowhere else yet
 * takes it from what is shown.
 */
import type { ChangeId, Position, RecordId } from '../../domain/ids.ts';
import { changeId } from '../../domain/ids.ts';
import { decodeBody, encodeBody, EMPTY_BODY, valuesOf, type Body } from '../../domain/record/body.ts';
import { overlay, type PendingEdit } from '../../domain/record/overlay.ts';
import { project, type Projection } from '../../domain/record/project.ts';
import type { CollectionDef, Groups } from '../../domain/schema/types.ts';
import { presentBody } from '../../domain/schema/upcast.ts';
import type { Replica } from './replica.ts';
import type { ChangeRow, RecordRow } from './tables.ts';
import { readEdits } from './stored-edit.ts';

/** A record that the server does not know yet has position 0 and an empty canonical body. */
export const NOT_CANONICAL = 0 as Position;

export function definitionOf(replica: Replica, collection: string): CollectionDef {
  const def = replica.env.schema.collections[collection];
  if (!def) throw new Error(`no collection ${collection}`);
  return def;
}

/** Values as this app's schema says them, of whatever age they are (W-9). */
function groupsOf(replica: Replica, collection: string, body: Body): Groups {
  return valuesOf(presentBody(replica.env.schema, collection, body));
}

export function canonicalOf(row: RecordRow): Body {
  return decodeBody(row.body);
}

export function shownOf(row: RecordRow): Body {
  return decodeBody(row.shown ?? row.body);
}

export function projectionOf(replica: Replica, id: RecordId, collection: string, body: Body): Projection {
  return project(
    definitionOf(replica, collection),
    id,
    groupsOf(replica, collection, body),
    (parent) => (replica.records.siteOf.get(parent) ?? null) as RecordId | null,
  );
}

/** Makes a record that exists only here so far. */
export function createShown(replica: Replica, id: RecordId, collection: string, shown: Body): void {
  const p = projectionOf(replica, id, collection, shown);
  const text = encodeBody(shown);
  const made = replica.records.insert.run(
    id,
    collection,
    p.parent,
    p.site,
    p.k1,
    p.k2,
    p.sort,
    NOT_CANONICAL,
    '{}',
    text,
    0,
  );
  markForSearch(replica, collection, Number(made.lastInsertRowid));
  replica.touch(id, collection);
}

/** Puts pending work on top of a record. */
export function writeShown(replica: Replica, row: RecordRow, shown: Body): void {
  store(replica, row, { body: row.body, pos: row.pos, shown, shownText: encodeBody(shown), digest: row.digest });
}

/** The canonical body changed, or work on top of it settled: everything that follows from it is written anew. */
export function writeCanonical(
  replica: Replica,
  row: RecordRow,
  canonical: Body,
  pos: number,
  site: RecordId | null | undefined,
): void {
  const body = encodeBody(canonical);
  const digest = replica.env.digest(`${row.id}\n${body}`);
  const pending = pendingOn(replica, row.id as RecordId);
  const shown = pending.length === 0 ? canonical : overlay(canonical, pending);
  replica.countDigest(row.site, row.collection, -row.digest, row.pos > 0 ? -1 : 0);
  const shownText = pending.length === 0 ? null : encodeBody(shown);
  const written = store(replica, row, { body, pos, shown, shownText, digest, site });
  replica.countDigest(written, row.collection, digest, 1);
}

/**
 * The row as the kind of record that the server says it is. It differs where a disk was replaced by an old copy: an id that
 * had been given before was given again, to something else, and stands for the first until the second is issued again (W-2).
 */
export function asCollection(replica: Replica, row: RecordRow, collection: string): RecordRow {
  if (row.collection === collection) return row;
  const isCounted = row.pos > 0 && !isLeaving(replica, row.id as RecordId);
  uncount(replica, row);
  replica.records.setCollection.run(collection, row.rid);
  if (isCounted) replica.countDigest(row.site, collection, row.digest, 1);
  replica.touch(row.id as RecordId, row.collection);
  return { ...row, collection };
}

/** A record that the server sent and that was not here. Gives its row id. */
export function insertCanonical(
  replica: Replica,
  row: {
    id: string;
    collection: string;
    parent: string | null;
    site: string | null;
    k1: string | null;
    k2: string | null;
    sort: number | null;
    pos: number;
    body: string;
  },
): number {
  const digest = replica.env.digest(`${row.id}\n${row.body}`);
  const made = replica.records.insert.run(
    row.id,
    row.collection,
    row.parent,
    row.site,
    row.k1,
    row.k2,
    row.sort,
    row.pos,
    row.body,
    null,
    digest,
  );
  replica.countDigest(row.site, row.collection, digest, 1);
  replica.touch(row.id as RecordId, row.collection);
  return Number(made.lastInsertRowid);
}

/** A record left the view: it goes, unless unsent work lies on it (then it stays until that has settled). */
export function removeRecord(replica: Replica, row: RecordRow): boolean {
  replica.touch(row.id as RecordId, row.collection);
  uncount(replica, row);
  if (replica.pending.ofRecord.get(row.id)) {
    replica.writeMeta(`leaving ${row.id}`, true);
    return false;
  }
  replica.meta.remove.run(`leaving ${row.id}`);
  // Should it come again, as another copy's record of that name, it is not what was waited for before (W-12).
  replica.unseen.seen.run(row.id);
  replica.records.remove.run(row.rid);
  markForSearch(replica, row.collection, row.rid);
  return true;
}

/** Takes a row out of the sums, unless it is in them no more: kept for the sake of unsent work, it is not in the view (W-8). */
export function uncount(replica: Replica, row: Pick<RecordRow, 'id' | 'site' | 'collection' | 'digest' | 'pos'>): void {
  if (isLeaving(replica, row.id as RecordId)) return;
  replica.countDigest(row.site, row.collection, -row.digest, row.pos > 0 ? -1 : 0);
}

/** It is sent again, so it is in view: what was said of its leaving is over. */
export function stays(replica: Replica, record: RecordId): void {
  if (isLeaving(replica, record)) {
    const row = replica.records.byId.get(record);
    if (row) replica.countDigest(row.site, row.collection, row.digest, row.pos > 0 ? 1 : 0);
  }
  replica.meta.remove.run(`leaving ${record}`);
  replica.unseen.seen.run(record);
}

/** It left the view while unsent work lay on it. */
export function isLeaving(replica: Replica, record: RecordId): boolean {
  return replica.meta.get.get(`leaving ${record}`) !== undefined;
}

/** Unsent work on a record, in the order in which it was built on each other. */
export function pendingOn(replica: Replica, record: RecordId): readonly PendingEdit[] {
  const found = replica.pending.ofRecord.all(record).map((p) => {
    const change = replica.changes.byKey.get(p.epoch, p.seq);
    const edit = change && readEdits(change.edits).find((e) => e.record === record && e.group === p.grp);
    if (!edit || !change) throw new Error(`pending edit ${p.epoch}.${p.seq} of ${record} has no change`);
    return { change, edit: { change: idOf(replica, p.epoch, p.seq), group: p.grp, value: edit.value } };
  });
  const isInOrder = found.length < 2 || found.every(({ change }) => change.replaces === null);
  return (isInOrder ? found : inPlaceOfReplaced(found)).map(({ edit }) => edit);
}

/** What took the place of a held change has a later number than the work that builds on it, and lies beneath it. */
function inPlaceOfReplaced<Item extends { readonly change: ChangeRow }>(items: readonly Item[]): readonly Item[] {
  const placed = new Set<Item>();
  const place = (item: Item): void => {
    if (placed.has(item)) return;
    const depends = JSON.parse(item.change.depends ?? '[]') as readonly number[];
    for (const below of items) {
      const { epoch, seq } = below.change;
      if (epoch === item.change.epoch && seq > item.change.seq && depends.includes(seq)) place(below);
    }
    placed.add(item);
  };
  for (const item of items) place(item);
  return [...placed];
}

/** Shows the record anew; one that is known nowhere else and has no work left on it goes. */
export function reshow(replica: Replica, record: RecordId): void {
  const row = replica.records.byId.get(record);
  if (!row) return;
  const pending = pendingOn(replica, record);
  if (row.pos > 0) writeCanonical(replica, row, canonicalOf(row), row.pos, undefined);
  else if (pending.length === 0) removeRecord(replica, row);
  else writeShown(replica, row, overlay({}, pending));
}

export function idOf(replica: Replica, epoch: number, seq: number): ChangeId {
  return changeId(replica.identity()?.device ?? 0, epoch, seq);
}

interface Next {
  readonly body: string;
  readonly pos: number;
  readonly shown: Body;
  readonly shownText: string | null;
  readonly digest: number;
  /** As the server reckons it; absent: it has not said. */
  readonly site?: RecordId | null | undefined;
}

function store(replica: Replica, row: RecordRow, next: Next): string | null {
  const { body, pos, shown, shownText, digest, site } = next;
  const known = site === undefined && row.pos > 0 ? (row.site as RecordId | null) : site;
  const p =
    known === undefined
      ? projectionOf(replica, row.id as RecordId, row.collection, shown)
      : keysOf(replica, row, shown, known);
  const same =
    p.parent === row.parent && p.site === row.site && p.k1 === row.k1 && p.k2 === row.k2 && p.sort === row.sort;
  if (same) replica.records.updateBody.run(pos, body, shownText, digest, row.rid);
  else replica.records.update.run(p.parent, p.site, p.k1, p.k2, p.sort, pos, body, shownText, digest, row.rid);
  markForSearch(replica, row.collection, row.rid);
  replica.touch(row.id as RecordId, row.collection);
  return p.site;
}

/**
 * The columns of a record whose site is known: nobody need look for its parent's. Those of a record that this app does
 * not know yet stay as the server sent them (W-9).
 */
function keysOf(replica: Replica, row: RecordRow, shown: Body, site: RecordId | null): Projection {
  const def = replica.env.schema.collections[row.collection];
  if (!def) return { parent: row.parent as RecordId | null, k1: row.k1, k2: row.k2, sort: row.sort, site };
  return { ...project(def, row.id as RecordId, groupsOf(replica, row.collection, shown), () => site), site };
}

export function markForSearch(replica: Replica, collection: string, rid: number): void {
  if (replica.env.schema.collections[collection]?.search) replica.searches.mark.run(rid);
}

export const NOTHING: Body = EMPTY_BODY;
