/**
 * The schema of a medical-equipment service team: which records there are, which fields move together, who wins a
 * clash and how urgently the work travels. Every group is a zod shape with one policy and one lane; a test holds this
 * file against the table in docs/spec/schema.md.
 */
import { z, type ZodRawShape } from 'zod';
import type { Fields, Json } from '../json.ts';
import { CODE_WORDS } from './code-words.ts';
import {
  ROLES,
  type CollectionDef,
  type GroupDef,
  type Groups,
  type Lane,
  type Policy,
  type Role,
  type Schema,
} from './types.ts';

const line = z.string().max(400).nullable().optional();
const prose = z.string().max(20_000).nullable().optional();
const when = z.number().int().min(-8.64e15).max(8.64e15).nullable().optional();
const count = z.number().int().min(0).max(100_000).nullable().optional();
/** Of a file; a terabyte is more than any. */
const bytes = z
  .number()
  .int()
  .min(0)
  .max(2 ** 40)
  .nullable()
  .optional();
const quantity = z.number().nullable().optional();
const ref = z
  .string()
  .regex(/^[0-9a-z]{5}-[0-9a-z]{2}-[0-9a-z]{6}-[0-9a-z]{2}$/)
  .nullable()
  .optional();
const oneOf = <const T extends readonly [string, ...string[]]>(values: T) => z.enum(values).nullable().optional();

export const CONDITIONS = ['inService', 'restricted', 'outOfService'] as const;
export const KINDS = ['repair', 'maintenance', 'inspection', 'installation', 'recall'] as const;
export const PRIORITIES = ['emergency', 'urgent', 'normal', 'low'] as const;
export const STATUSES = ['planned', 'started', 'waiting', 'done', 'cancelled'] as const;
export const OUTCOMES = ['repaired', 'noFault', 'temporary', 'replaced', 'notRepaired'] as const;
export const PARTS = ['none', 'some'] as const;
export const RESULTS = ['pass', 'fail', 'na'] as const;
/** What a person says by signing a visit off (H-7). */
export const MEANINGS = ['performed', 'reviewed', 'accepted'] as const;
export type Meaning = (typeof MEANINGS)[number];

/** A code of this schema in plain words; unknown codes are said as they are, whatever an object has by that name. */
export function inWords(code: Json | undefined): string {
  if (typeof code !== 'string') return '';
  return Object.hasOwn(CODE_WORDS, code) ? (CODE_WORDS[code] ?? code) : code;
}

const str = (value: Json | undefined): string =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
const join = (parts: readonly (string | false)[], by = ', '): string => parts.filter(Boolean).join(by);
const at = (groups: Groups, name: string, field: string): string => str(groups[name]?.[field]);
const labelled = (label: string, value: Json | undefined): string => str(value) && `${label} ${str(value)}`;

const OFFICE: readonly Role[] = ['lead', 'manager', 'admin'];

/** Fields that only make sense together, under one policy and in one lane; without a value it reads "empty". */
function group(
  [policy, lane]: readonly [Policy, Lane],
  title: string,
  fields: ZodRawShape,
  words: (value: Fields) => string,
  more: Pick<GroupDef, 'required' | 'writers' | 'strikes' | 'signature'> = {},
): GroupDef {
  return { title, policy, lane, shape: z.strictObject(fields), words: (v) => words(v) || 'empty', ...more };
}

interface Row {
  /** Besides `workOrder`. */
  readonly required: readonly string[];
  readonly words: (value: Fields) => string;
  readonly name?: (value: Fields) => string;
  readonly sort?: string;
}

/** A collection of rows below a job: only added, never altered. */
function rows(title: string, lane: Lane, fields: ZodRawShape, row: Row): CollectionDef {
  const required = ['workOrder', ...row.required];
  const name = row.name ?? row.words;
  return {
    title,
    groups: { entry: group(['append', lane], title, { workOrder: ref, ...fields }, row.words, { required }) },
    first: 'entry',
    site: { from: 'parent' },
    parent: { group: 'entry', field: 'workOrder', of: ['workOrder'] },
    ...(row.sort === undefined ? {} : { keys: { sort: { group: 'entry', field: row.sort } } }),
    name: (g) => name(g['entry'] ?? {}),
  };
}

const site: CollectionDef = {
  title: 'Site',
  groups: {
    identity: group(
      ['office', 'normal'],
      'Site',
      { code: line, name: line, city: line, region: line },
      (v) => join([str(v['name']), str(v['city']), str(v['region'])]),
      { required: ['name'], writers: OFFICE },
    ),
    access: group(['office', 'normal'], 'Access notes', { notes: prose }, (v) => str(v['notes'])),
  },
  first: 'identity',
  site: { from: 'self' },
  keys: { k1: { group: 'identity', field: 'name' }, k2: { group: 'identity', field: 'code' } },
  name: (g) => at(g, 'identity', 'name') || 'Site',
};

const equipment: CollectionDef = {
  title: 'Equipment',
  groups: {
    identity: group(
      ['review', 'normal'],
      'Identity',
      { serial: line, assetTag: line, type: line, manufacturer: line, model: line },
      (v) => {
        const made = join([str(v['manufacturer']), str(v['model'])], ' ');
        return join([str(v['type']), made, labelled('SN', v['serial']), labelled('tag', v['assetTag'])]);
      },
      { required: ['type'] },
    ),
    place: group(
      ['review', 'normal'],
      'Place',
      { site: ref, room: line },
      (v) => labelled('room', v['room']) || 'no room',
    ),
    condition: group(
      ['review', 'critical'],
      'Condition',
      { state: oneOf(CONDITIONS), reason: line, since: when },
      (v) => join([inWords(v['state']), str(v['reason'])]),
    ),
  },
  first: 'identity',
  site: { from: 'field', path: { group: 'place', field: 'site' } },
  keys: { k1: { group: 'identity', field: 'serial' }, k2: { group: 'identity', field: 'assetTag' } },
  search: (g) => {
    const fields = ['serial', 'assetTag', 'type', 'manufacturer', 'model'];
    return join([...fields.map((field) => at(g, 'identity', field)), at(g, 'place', 'room')], ' ');
  },
  name: (g) => {
    const sticker = labelled('SN', g['identity']?.['serial']) || labelled('tag', g['identity']?.['assetTag']);
    return join([at(g, 'identity', 'type') || 'Equipment', sticker], ' ');
  },
  unique: [
    { group: 'identity', field: 'manufacturer' },
    { group: 'identity', field: 'serial' },
  ],
  thing: 'device',
};

const SIGNED_FIELDS = ['signedBy', 'signedAt', 'signedMeaning', 'signedParts', 'signedFindings', 'signedDigest'];

/** "signed off: I performed this work". */
function signatureWords(v: Fields): string {
  if (str(v['signedBy'])) return join(['signed off', inWords(v['signedMeaning'])], ': ');
  return typeof v['takenBackAt'] === 'number' ? 'sign-off taken back' : '';
}

const workOrder: CollectionDef = {
  title: 'Job',
  groups: {
    request: group(
      ['office', 'normal'],
      'Request',
      {
        number: line,
        kind: oneOf(KINDS),
        title: line,
        symptom: prose,
        equipment: ref,
        site: ref,
        priority: oneOf(PRIORITIES),
        due: when,
      },
      (v) => join([str(v['title']), inWords(v['kind']), inWords(v['priority'])]),
      { required: ['title'] },
    ),
    assignment: group(['office', 'normal'], 'Schedule', { technician: ref, scheduled: when }, (v) =>
      str(v['technician']) ? 'assigned' : 'nobody assigned',
    ),
    progress: group(
      ['review', 'critical'],
      'Progress',
      {
        status: oneOf(STATUSES),
        started: when,
        finished: when,
        outcome: oneOf(OUTCOMES),
        signedBy: ref,
        signedAt: when,
        signedMeaning: oneOf(MEANINGS),
        signedParts: oneOf(PARTS),
        signedFindings: line,
        signedDigest: line,
        takenBackAt: when,
      },
      (v) => join([inWords(v['status']), inWords(v['outcome']), signatureWords(v)]),
      { signature: { by: 'signedBy', fields: SIGNED_FIELDS } },
    ),
    parts: group(['review', 'critical'], 'Parts replaced', { declared: oneOf(PARTS) }, (v) => inWords(v['declared']), {
      strikes: { collection: 'partLine', when: (v) => v['declared'] === 'none' },
    }),
    findings: group(['review', 'normal'], 'Findings', { text: prose }, (v) => str(v['text'])),
  },
  first: 'request',
  site: { from: 'parent', orElse: { group: 'request', field: 'site' } },
  parent: { group: 'request', field: 'equipment', of: ['equipment'] },
  keys: {
    k1: { group: 'assignment', field: 'technician' },
    k2: { group: 'progress', field: 'status' },
    sort: { group: 'assignment', field: 'scheduled' },
  },
  search: (g) => join([at(g, 'request', 'number'), at(g, 'request', 'title'), at(g, 'request', 'symptom')], ' '),
  name: (g) => join([labelled('job', g['request']?.['number']), at(g, 'request', 'title')], ' · '),
};

/** "3 × coil assembly, serial 88-1402". */
export function partWords(v: Fields): string {
  return join([`${str(v['quantity']) || '1'} × ${str(v['name'])}`, labelled('serial', v['serial'])]);
}

const partLine = rows(
  'Part',
  'critical',
  { partNumber: line, name: line, quantity: count, serial: line },
  { required: ['name'], words: partWords },
);

const check = rows(
  'Check',
  'normal',
  { label: line, order: count },
  { required: ['label'], words: (v) => str(v['label']), sort: 'order' },
);
const checklistItem: CollectionDef = {
  ...check,
  groups: {
    ...check.groups,
    result: group(['field', 'normal'], 'Result', { result: oneOf(RESULTS), comment: line }, (v) =>
      join([inWords(v['result']), str(v['comment'])]),
    ),
  },
};

const reading = rows(
  'Reading',
  'normal',
  { quantity: line, value: quantity, unit: line, low: quantity, high: quantity, instrument: line, takenAt: when },
  {
    required: ['quantity', 'value'],
    words: (v) => join([str(v['quantity']), str(v['value']), str(v['unit'])], ' '),
    name: (v) => str(v['quantity']),
    sort: 'takenAt',
  },
);

const note = rows(
  'Note',
  'normal',
  { text: prose, corrects: ref, writtenAt: when },
  { required: ['text'], words: (v) => str(v['text']), name: (v) => str(v['text']).slice(0, 80), sort: 'writtenAt' },
);

const timeEntry = rows(
  'Time',
  'normal',
  { kind: line, minutes: count, startedAt: when },
  {
    required: ['minutes'],
    words: (v) => join([`${str(v['minutes'])} min`, str(v['kind'])], ' '),
    name: (v) => `${str(v['minutes'])} min`,
    sort: 'startedAt',
  },
);

const attachment = rows(
  'File',
  'normal',
  { name: line, type: line, size: bytes, sha256: line },
  { required: ['name', 'sha256'], words: (v) => str(v['name']) },
);

const person: CollectionDef = {
  title: 'Person',
  groups: {
    identity: group(
      ['office', 'normal'],
      'Person',
      { name: line, role: oneOf(ROLES), team: ref },
      (v) => join([str(v['name']), str(v['role'])]),
      { required: ['name'], writers: ['admin'] },
    ),
  },
  first: 'identity',
  site: { from: 'organisation' },
  keys: { k1: { group: 'identity', field: 'name' }, k2: { group: 'identity', field: 'team' } },
  name: (g) => at(g, 'identity', 'name') || 'Person',
};

const team: CollectionDef = {
  title: 'Team',
  groups: {
    identity: group(
      ['office', 'normal'],
      'Team',
      { name: line, sites: z.array(z.string()).max(10_000).nullable().optional(), manager: ref },
      (v) => str(v['name']),
      { required: ['name'], writers: ['manager', 'admin'] },
    ),
  },
  first: 'identity',
  site: { from: 'organisation' },
  keys: { k1: { group: 'identity', field: 'name' } },
  name: (g) => at(g, 'identity', 'name') || 'Team',
};

const preference: CollectionDef = {
  title: 'Preference',
  groups: {
    setting: group(
      ['latest', 'background'],
      'Preference',
      { person: ref, key: line, value: line },
      (v) => `${str(v['key'])}: ${str(v['value'])}`,
      { required: ['key'] },
    ),
  },
  first: 'setting',
  site: { from: 'organisation' },
  keys: { k1: { group: 'setting', field: 'person' }, k2: { group: 'setting', field: 'key' } },
  name: (g) => at(g, 'setting', 'key'),
};

/**
 * How a person's saves of one day went, as counted when it was written; counts of one laptop only grow, so the highest
 * stand. It hangs on nothing: a statistic must neither move a record's label nor count as work on it (STAT-2).
 */
const visitStat: CollectionDef = {
  title: 'Statistic',
  groups: {
    entry: group(
      ['append', 'background'],
      'Statistic',
      { kind: line, site: ref, person: ref, day: line, saves: count, reopened: count, app: line, at: when },
      (v) => join([str(v['kind']), labelled('of', v['day'])], ' '),
      { required: ['kind'] },
    ),
  },
  first: 'entry',
  site: { from: 'field', path: { group: 'entry', field: 'site' } },
  keys: { k1: { group: 'entry', field: 'person' }, k2: { group: 'entry', field: 'day' } },
  name: (g) => join(['re-open rate', at(g, 'entry', 'day')]),
};

/** Raise with every change of a shape; the protocol keeps the history (W-9). */
export const HOSPITAL_VERSION = 1;

export const hospital: Schema = {
  name: 'hospital',
  version: HOSPITAL_VERSION,
  collections: {
    site,
    equipment,
    workOrder,
    partLine,
    checklistItem,
    reading,
    note,
    timeEntry,
    attachment,
    person,
    team,
    preference,
    visitStat,
  },
};
