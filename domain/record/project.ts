/**
 * The columns by which screens find a record, and the site that decides who sees it: taken from its values by the
 * rules of the schema, the same way on both sides.
 */
import type { RecordId } from '../ids.ts';
import type { Json } from '../json.ts';
import { ALIAS, type CollectionDef, type FieldPath, type Groups } from '../schema/types.ts';

export interface Projection {
  /** Record that it hangs on, or that it stands for (C-10). */
  readonly parent: RecordId | null;
  /** Site record, or null: visible to the whole organisation. */
  readonly site: RecordId | null;
  readonly k1: string | null;
  readonly k2: string | null;
  readonly sort: number | null;
}

/** `siteOfParent` is asked only for schemas that take the site from there; null when the parent is not known yet. */
export function project(
  def: CollectionDef,
  record: RecordId,
  groups: Groups,
  siteOfParent: (parent: RecordId) => RecordId | null,
): Projection {
  const above = textAt(groups, def.parent) as RecordId | null;
  return {
    parent: above ?? standsForIn(def, groups),
    site: siteOf(def, record, groups, above, siteOfParent),
    k1: textAt(groups, def.keys?.k1),
    k2: textAt(groups, def.keys?.k2),
    sort: numberAt(groups, def.keys?.sort),
  };
}

/** A record that is the same thing as another hangs on that one: both ends find it from there (C-10). */
function standsForIn(def: CollectionDef, groups: Groups): RecordId | null {
  return def.unique ? (textAt(groups, { group: ALIAS, field: 'of' }) as RecordId | null) : null;
}

function siteOf(
  def: CollectionDef,
  record: RecordId,
  groups: Groups,
  parent: RecordId | null,
  siteOfParent: (parent: RecordId) => RecordId | null,
): RecordId | null {
  const rule = def.site;
  if (rule.from === 'self') return record;
  if (rule.from === 'organisation') return null;
  if (rule.from === 'field') return textAt(groups, rule.path) as RecordId | null;
  const inherited = parent === null ? null : siteOfParent(parent);
  return inherited ?? (textAt(groups, rule.orElse) as RecordId | null);
}

function at(groups: Groups, path: FieldPath | undefined): Json | undefined {
  return path === undefined ? undefined : groups[path.group]?.[path.field];
}

function textAt(groups: Groups, path: FieldPath | undefined): string | null {
  const value = at(groups, path);
  return typeof value === 'string' && value !== '' ? value : null;
}

function numberAt(groups: Groups, path: FieldPath | undefined): number | null {
  const value = at(groups, path);
  return typeof value === 'number' ? value : null;
}
