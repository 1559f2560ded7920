/**
 * The hospital of other years: one that lacks a field, a group and a collection of today's, and one that has more. The
 * product has one version so far; these are what old apps and new servers are made of in the lab and in the tests (W-9).
 */
import { z } from 'zod';
import type { Json } from '../../domain/json.ts';
import { hospital } from '../../domain/schema/hospital.ts';
import { withSystem } from '../../domain/schema/system.ts';
import type { CollectionDef, GroupDef, Schema } from '../../domain/schema/types.ts';

const said = (value: Json | undefined): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';
const text = z.string().max(400).nullable().optional();
const collections = hospital.collections as Readonly<Record<'workOrder' | 'equipment' | 'reading', CollectionDef>>;

function version(number: number, changed: Schema['collections'], upcasts?: Schema['upcasts']): Schema {
  const all = { ...hospital.collections, ...changed };
  return withSystem({ name: 'hospital', version: number, collections: all, ...(upcasts ? { upcasts } : {}) });
}

const { findings: _findings, ...groupsOfOld } = collections.workOrder.groups;
const progress = collections.workOrder.groups['progress'] as GroupDef;
const { reading: _reading, ...before } = hospital.collections;

/** No field `signedBy` of a job's progress, no findings, no readings. */
export const OLD = withSystem({
  name: 'hospital',
  version: 10,
  collections: {
    ...before,
    workOrder: {
      ...collections.workOrder,
      groups: { ...groupsOfOld, progress: { ...progress, shape: progress.shape.omit({ signedBy: true }) } },
    },
  },
});

/** As the product is, in the count of these versions. */
export const PRESENT = version(11, {});

const identity = collections.equipment.groups['identity'] as GroupDef;

/** Equipment has an owner and a place on a map, there are loans, and the asset tag is called inventory number. */
export const NEW = version(
  12,
  {
    equipment: {
      ...collections.equipment,
      groups: {
        ...collections.equipment.groups,
        identity: {
          ...identity,
          shape: identity.shape.omit({ assetTag: true }).extend({ inventory: text, owner: text }),
        },
        map: {
          title: 'Map',
          policy: 'office',
          lane: 'normal',
          shape: z.strictObject({ x: z.number().nullable().optional(), y: z.number().nullable().optional() }),
          words: (v) => `${said(v['x'])}, ${said(v['y'])}`,
        },
      },
      keys: { k1: { group: 'identity', field: 'serial' }, k2: { group: 'identity', field: 'inventory' } },
    },
    loan: {
      title: 'Loan',
      groups: {
        entry: {
          title: 'Loan',
          policy: 'latest',
          lane: 'critical',
          shape: z.strictObject({ equipment: text, to: text, back: z.number().nullable().optional() }),
          required: ['equipment'],
          words: (v) => said(v['to']),
        },
      },
      first: 'entry',
      site: { from: 'parent' },
      parent: { group: 'entry', field: 'equipment', of: ['equipment'] },
      keys: { k1: { group: 'entry', field: 'to' }, sort: { group: 'entry', field: 'back' } },
      search: (g) => said(g['entry']?.['to']),
      name: (g) => said(g['entry']?.['to']),
    },
  },
  { 11: { 'equipment.identity': [{ from: 'assetTag', to: 'inventory' }] } },
);

export const VERSIONS = { old: OLD, present: PRESENT, new: NEW } as const;
export type VersionName = keyof typeof VERSIONS;
