/**
 * What a newer app writes and this program has not learned yet (W-9): kept word for word under the most careful rules
 * there are. Two people who wrote such a group unseen by each other are asked (review), nothing is set aside by rank or
 * time, and nothing leaves ahead of known work.
 */
import { z } from 'zod';
import type { Fields } from '../json.ts';
import { archivedGroup } from './system.ts';
import { ARCHIVED, type CollectionDef, type GroupDef, type Schema } from './types.ts';

/** Names as schemas use them; none that every object has. */
const NAME = /^[a-z][A-Za-z0-9]{0,39}$/;

export function isPlainName(name: string): boolean {
  return NAME.test(name) && !(name in Object.prototype);
}

export function isNewer(schema: Schema, version: number): boolean {
  return version > schema.version;
}

/** The collection by that name, or what stands in for one that is not known yet. */
export function collectionOf(schema: Schema, name: string): CollectionDef {
  return (
    schema.collections[name] ?? {
      title: name,
      groups: { [ARCHIVED]: archivedGroup },
      first: '',
      site: { from: 'organisation' },
      name: () => name,
    }
  );
}

export function groupOf(schema: Schema, collection: string, group: string): GroupDef {
  return collectionOf(schema, collection).groups[group] ?? standIn(group);
}

function standIn(group: string): GroupDef {
  return { title: group, policy: 'review', lane: 'normal', shape: z.looseObject({}), words: fieldByField };
}

function fieldByField(value: Fields): string {
  const said = Object.entries(value).filter(([, v]) => v !== null && v !== '');
  return said.map(([field, v]) => `${field}: ${typeof v === 'string' ? v : JSON.stringify(v)}`).join(', ') || 'empty';
}
