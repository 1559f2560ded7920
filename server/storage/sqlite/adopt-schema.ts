/**
 * A server that was updated: records that it kept without knowing their collection or groups get the columns by which
 * they are found (W-9), and their names in the world (C-10). Texts, digests, positions and sites stay: nothing has to travel, and nothing is decided anew.
 */
import { decodeBody, valuesOf } from '../../../domain/record/body.ts';
import { nameInWorld } from '../../../domain/merge/unique.ts';
import { project } from '../../../domain/record/project.ts';
import { changedSince, printsOf, type SchemaPrints } from '../../../domain/schema/print.ts';
import type { CollectionDef, Schema } from '../../../domain/schema/types.ts';
import { presentBody } from '../../../domain/schema/upcast.ts';
import type { Tables } from './tables/all-tables.ts';

const CHUNK = 500;

export function adoptSchema(tables: Tables, org: number, schema: Schema): readonly string[] {
  const name = `schema prints ${org}`;
  const kept = tables.secrets.get(name);
  const now = printsOf(schema);
  const text = JSON.stringify(now);
  if (kept === text) return [];
  const changed = kept === null ? [] : changedSince(JSON.parse(kept) as SchemaPrints, now);
  if (changed.length > 0) readAgain(tables, org, schema, new Set(changed));
  tables.secrets.put(name, text);
  return changed;
}

function readAgain({ records, names }: Tables, org: number, schema: Schema, changed: ReadonlySet<string>): void {
  for (const collection of changed) names.clear(org, collection);
  for (let rows = records.after(org, 0, CHUNK); rows.length > 0;) {
    for (const { key, record } of rows) {
      if (!changed.has(record.collection)) continue;
      const { id, collection, body, site } = record;
      const groups = valuesOf(presentBody(schema, collection, decodeBody(body)));
      const def = schema.collections[collection] as CollectionDef;
      const { parent, k1, k2, sort } = project(def, id, groups, () => site);
      records.replace(key, { ...record, parent, k1, k2, sort });
      names.change(org, { record: id, collection, before: null, after: nameInWorld(def, groups) });
    }
    rows = records.after(org, rows.at(-1)?.key ?? 0, CHUNK);
  }
}
