/**
 * What of a schema decides by which columns a record is found: an app or server that was updated reads again the records
 * of the collections whose print is another one now, because they may have been stored without knowing them (W-9).
 */
import type { CollectionDef, Schema } from './types.ts';

export type SchemaPrints = { readonly [collection: string]: string };

export function printsOf(schema: Schema): SchemaPrints {
  return Object.fromEntries(
    Object.entries(schema.collections).map(([name, def]) => [name, printOf(schema, name, def)]),
  );
}

/** Collections of which `before` says something else, or nothing. */
export function changedSince(before: SchemaPrints, now: SchemaPrints): readonly string[] {
  return Object.keys(now).filter((name) => before[name] !== now[name]);
}

function printOf(schema: Schema, name: string, def: CollectionDef): string {
  const byName = Object.entries(def.groups).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const groups = byName.map(([group, { shape }]) => [group, Object.keys(shape.shape).toSorted()]);
  const steps = Object.entries(schema.upcasts ?? {}).flatMap(([version, paths]) =>
    Object.keys(paths).some((path) => path.startsWith(`${name}.`)) ? [version] : [],
  );
  const unique = def.unique ? [def.unique] : [];
  return JSON.stringify([
    groups,
    def.site,
    def.parent ?? null,
    def.keys ?? null,
    Boolean(def.search),
    steps,
    ...unique,
  ]);
}
