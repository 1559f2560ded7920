/**
 * An app that was updated finds records that the one before it kept without knowing them (W-9). Their text is as the
 * server sent it; the columns by which screens find them are reckoned now, and search reads them. In one transaction,
 * once per update, and only for collections that changed.
 */
import type { RecordId } from '../../domain/ids.ts';
import { decodeBody, valuesOf } from '../../domain/record/body.ts';
import { project } from '../../domain/record/project.ts';
import { changedSince, printsOf, type SchemaPrints } from '../../domain/schema/print.ts';
import type { CollectionDef, Schema } from '../../domain/schema/types.ts';
import { presentBody } from '../../domain/schema/upcast.ts';
import type { Writable } from './open.ts';

const KEY = 'schemaPrints';
const CHUNK = 500;

interface Row {
  readonly rid: number;
  readonly id: string;
  readonly site: string | null;
  readonly body: string;
}

/** Gives the collections that were read again. */
export function adoptSchema(db: Writable, schema: Schema): readonly string[] {
  const kept = db.prepare<[string], string>('SELECT value FROM meta WHERE key = ?').pluck().get(KEY);
  const now = printsOf(schema);
  const text = JSON.stringify(now);
  if (kept === text) return [];
  const changed = kept === undefined ? [] : changedSince(JSON.parse(kept) as SchemaPrints, now);
  db.transaction(() => {
    for (const name of changed) readAgain(db, schema, name);
    db.prepare(
      'INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
    ).run(KEY, text);
  })();
  return changed;
}

function readAgain(db: Writable, schema: Schema, name: string): void {
  const def = schema.collections[name] as CollectionDef;
  const next = db.prepare<[string, number, number], Row>(
    'SELECT rid, id, site, coalesce(shown, body) AS body FROM record WHERE collection = ? AND rid > ? ORDER BY rid LIMIT ?',
  );
  const write = db.prepare<[string | null, string | null, string | null, number | null, number]>(
    'UPDATE record SET parent = ?, k1 = ?, k2 = ?, sort = ? WHERE rid = ?',
  );
  for (let rows = next.all(name, 0, CHUNK); rows.length > 0; rows = next.all(name, rows.at(-1)?.rid ?? 0, CHUNK)) {
    for (const { rid, id, site, body } of rows) {
      const groups = valuesOf(presentBody(schema, name, decodeBody(body)));
      const { parent, k1, k2, sort } = project(def, id as RecordId, groups, () => site as RecordId | null);
      write.run(parent, k1, k2, sort, rid);
    }
  }
  if (!def.search) return;
  db.prepare('INSERT OR IGNORE INTO search_pending (rid) SELECT rid FROM record WHERE collection = ?').run(name);
}
