/** Names of records and people as they are today, and values in words, for reports that the server writes. */
import { isRecordId, type RecordId } from '../../domain/ids.ts';
import type { Fields, Json } from '../../domain/json.ts';
import { decodeBody, valuesOf, type Body } from '../../domain/record/body.ts';
import { collectionOf } from '../../domain/schema/unknown.ts';
import type { Schema } from '../../domain/schema/types.ts';
import { presentBody, presentValue } from '../../domain/schema/upcast.ts';
import type { Storage } from '../storage/contract/storage.ts';

export class Names {
  private readonly storage: Storage;
  private readonly org: string;
  private readonly schema: Schema;
  private readonly sees: (record: RecordId) => boolean;
  private readonly known = new Map<string, string>();

  /** A record that `sees` denies has no name. */
  constructor(storage: Storage, org: string, schema: Schema, sees: (record: RecordId) => boolean) {
    this.storage = storage;
    this.org = org;
    this.schema = schema;
    this.sees = sees;
  }

  /** Its own id where it has no name. */
  of(id: RecordId): string {
    let name = this.known.get(id);
    if (name === undefined) this.known.set(id, (name = this.look(id)));
    return name;
  }

  /** "job 20417 · image artefact · CT scanner SN 4471": a record and what it hangs on. */
  about(id: RecordId): string {
    const parts: string[] = [];
    for (let at: RecordId | null = id; at !== null && parts.length < 5;) {
      parts.push(this.of(at));
      const row: { readonly parent: RecordId | null } | undefined = this.storage.record(this.org, at);
      at = row?.parent ?? null;
    }
    return parts.join(' · ');
  }

  /** As it stands today; null where it is not there. */
  body(id: RecordId): Body | null {
    const row = this.storage.record(this.org, id);
    return row ? presentBody(this.schema, row.collection, decodeBody(row.body)) : null;
  }

  groupTitle(collection: string, group: string): string {
    return this.schema.collections[collection]?.groups[group]?.title ?? group;
  }

  words(collection: string, group: string, value: Fields): string {
    const present = presentValue(this.schema, collection, group, value);
    return this.schema.collections[collection]?.groups[group]?.words(present) ?? '';
  }

  /** Every field that has a value, as it is: names for ids, UTC for times. */
  fields(value: Fields): string {
    return Object.entries(value)
      .filter(([, v]) => v !== null && v !== '')
      .map(([field, v]) => `${field}: ${this.plain(v)}`)
      .join(' · ');
  }

  private plain(value: Json): string {
    if (typeof value === 'string') return isRecordId(value) ? this.of(value) : value;
    if (typeof value === 'number') return isTime(value) ? utc(value) : String(value);
    return typeof value === 'boolean' ? (value ? 'yes' : 'no') : JSON.stringify(value);
  }

  private look(id: RecordId): string {
    const row = this.storage.record(this.org, id);
    if (!row || !this.sees(id)) return id;
    const groups = valuesOf(presentBody(this.schema, row.collection, decodeBody(row.body)));
    return collectionOf(this.schema, row.collection).name(groups) || id;
  }
}

/** Milliseconds from 2001 on: no count in the schema comes near. */
function isTime(value: number): boolean {
  return Number.isInteger(value) && value > 978_307_200_000 && value < 8.64e15;
}

/** "2026-11-18 09:30:05 UTC": reports are read in other zones than they were made in. */
export function utc(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}
