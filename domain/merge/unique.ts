/**
 * By which name two records are one thing in the world (C-10): all fields that the schema calls unique, together. Case and
 * spaces do not count, and what people write where they know nothing ("n/a", "-", "000") is no name: fifty monitors without
 * a serial number are fifty monitors.
 */
import type { RecordId } from '../ids.ts';
import type { Json } from '../json.ts';
import type { Body } from '../record/body.ts';
import { ALIAS, ARCHIVED, type CollectionDef, type Groups } from '../schema/types.ts';

const NOT_KNOWN: ReadonlySet<string> = new Set([
  'n/a',
  'na',
  'n.a.',
  'nil',
  'none',
  'null',
  'unknown',
  'not known',
  'no serial',
  'tbd',
  'tbc',
  'missing',
]);

/** One text for the name, or null where a part of it is not known. */
export function nameInWorld(def: CollectionDef, groups: Groups): string | null {
  if (!def.unique || def.unique.length === 0) return null;
  const parts = def.unique.map(({ group, field }) => folded(groups[group]?.[field]));
  return parts.includes('') ? null : parts.join('\n');
}

function folded(value: Json | undefined): string {
  if (typeof value !== 'string') return '';
  const text = value.normalize('NFKC').trim().replace(/\s+/gu, ' ').toLowerCase();
  const says = /[\p{L}\p{N}]/u.test(text) && !/^[0\p{P}\p{Z}]*$/u.test(text) && !NOT_KNOWN.has(text);
  return says ? text : '';
}

/** The groups that hold the name. */
export function namingGroups(def: CollectionDef): ReadonlySet<string> {
  return new Set(def.unique?.map((path) => path.group));
}

/** The record that this one stands for, as was decided; null: it stands for itself. */
export function standsFor(body: Body): RecordId | null {
  const of = body[ALIAS]?.v['of'];
  return typeof of === 'string' && of !== '' ? (of as RecordId) : null;
}

/** One that can be confused with another: neither archived nor known to be another. */
export function isLive(body: Body): boolean {
  return body[ARCHIVED]?.v['archived'] !== true && standsFor(body) === null;
}
