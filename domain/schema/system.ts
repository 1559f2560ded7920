/**
 * What the engine adds to any schema: the group `archived` on every record (C-8), `alias` where two records can be one
 * thing (C-10), and the collection of questions.
 * A question is a record like any other, so that it reaches replicas, survives restarts and is counted by the digests
 * by the same means as the work it is about; only its group `answer` can be written by a console.
 */
import { z } from 'zod';
import type { Fields, Json } from '../json.ts';
import { ALIAS, ARCHIVED, type CollectionDef, type GroupDef, type Schema } from './types.ts';

const text = z.string().nullable().optional();
const number = z.number().nullable().optional();

const join = (what: string, why: Json | undefined): string =>
  typeof why === 'string' && why ? `${what}: ${why}` : what;

export const archivedGroup: GroupDef = {
  title: 'Archived',
  policy: 'review',
  lane: 'normal',
  shape: z.strictObject({
    archived: z.boolean().nullable().optional(),
    reason: z.string().max(400).nullable().optional(),
  }),
  same: (a, b) => (a['archived'] === true) === (b['archived'] === true),
  words: (v: Fields) => (v['archived'] === true ? join('archived', v['reason']) : 'kept open'),
};

/**
 * Whether a record is the same thing as an older one that has its name (C-10). Only the answer of a question writes it: no
 * role may. `of` is the record that it stands for, `name` the name by which the two were found.
 */
function aliasGroup(thing: string): GroupDef {
  return {
    title: `Is this the same ${thing}?`,
    policy: 'review',
    lane: 'normal',
    shape: z.strictObject({ of: text, name: text }),
    writers: [],
    same: (a, b) => (a['of'] ?? null) === (b['of'] ?? null),
    words: (v: Fields) => (v['of'] ? `the same ${thing}, entered twice` : `two different ${thing}s`),
  };
}

/** One side of a question: who wrote what, as the picker shows it. */
export const sideShape = z.strictObject({
  /** Change ids that wrote this value; the first is the one that a picker names. */
  writers: z.array(z.string()),
  value: z.record(z.string(), z.json()),
  person: text,
  role: text,
  device: number,
  madeAt: number,
  receivedAt: number,
  words: text,
});

export const QUESTION = 'question';

const question: CollectionDef = {
  title: 'Question',
  groups: {
    subject: {
      title: 'Question',
      policy: 'latest',
      lane: 'critical',
      shape: z.strictObject({ record: text, collection: text, group: text, openedAt: number }),
      words: () => 'question',
    },
    sides: {
      title: 'Sides',
      policy: 'latest',
      lane: 'critical',
      /** Side 0 is canonical; the others wait. */
      shape: z.strictObject({ list: z.array(sideShape) }),
      words: () => 'sides',
    },
    state: {
      title: 'State',
      policy: 'latest',
      lane: 'critical',
      shape: z.strictObject({
        status: z.enum(['open', 'answered']),
        reviewer: text,
        reviewerRole: text,
        /** First writer of the side that was chosen. */
        chosen: text,
        answeredBy: text,
        answeredAt: number,
        answer: text,
        reason: text,
        /** Since when it waits for whom it waits for now, where that is not its opening. */
        askedAt: number,
        /** When nobody had answered in time, and whose turn it had been. */
        escalatedAt: number,
        escalatedFrom: text,
      }),
      words: (v: Fields) => (typeof v['status'] === 'string' ? v['status'] : ''),
    },
    answer: {
      title: 'Answer',
      policy: 'review',
      lane: 'critical',
      /** `chosen`: first writer of the side kept, or null to undo; `against`: first writers of the other sides in view. */
      shape: z.strictObject({
        chosen: text,
        against: z.array(z.string()).nullable().optional(),
        undoes: text,
        reason: z.string().max(2_000).nullable().optional(),
      }),
      writers: ['lead', 'manager', 'admin'],
      words: (v: Fields) => (v['chosen'] ? 'answered' : 'taken back'),
    },
  },
  first: 'subject',
  site: { from: 'parent' },
  parent: { group: 'subject', field: 'record' },
  keys: {
    k1: { group: 'state', field: 'reviewer' },
    k2: { group: 'state', field: 'status' },
    sort: { group: 'subject', field: 'openedAt' },
  },
  name: () => 'Question',
  serverOnly: true,
};

/** The schema as the engine uses it. A name that a stranger sends finds what the schema declares, and nothing inherited. */
export function withSystem(schema: Schema): Schema {
  const collections = bare<CollectionDef>();
  for (const [name, def] of Object.entries(schema.collections)) {
    const alias = def.unique ? { [ALIAS]: aliasGroup(def.thing ?? 'record') } : {};
    const groups = Object.assign(bare<GroupDef>(), def.groups, { [ARCHIVED]: archivedGroup }, alias);
    collections[name] = { ...def, groups };
  }
  collections[QUESTION] = { ...question, groups: Object.assign(bare<GroupDef>(), question.groups) };
  return { ...schema, collections };
}

function bare<Value>(): Record<string, Value> {
  const empty: Record<string, Value> = {};
  Object.setPrototypeOf(empty, null);
  return empty;
}
