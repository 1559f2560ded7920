import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Fields } from '../json.ts';
import { recordId } from '../ids.ts';
import { hospital, inWords, partWords } from './hospital.ts';
import { QUESTION, withSystem } from './system.ts';
import { ARCHIVED, LANES, ROLES, type CollectionDef, type GroupDef, type Role } from './types.ts';

interface Row {
  readonly name: string;
  readonly fields: readonly string[];
  readonly required: readonly string[];
  readonly policy: string;
  readonly lane: string;
  readonly writers: string;
}

const SPEC = new URL('../../docs/spec/schema.md', import.meta.url);

/** Rows of the table with six columns. */
function rowsOf(markdown: string): Row[] {
  return markdown.split('\n').flatMap((text) => {
    const cells = text
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim());
    const [collection, group, fields, policy, lane, writers] = cells;
    if (cells.length !== 6 || collection === 'collection' || collection?.startsWith('---')) return [];
    const named = (fields ?? '').split(', ');
    return [
      {
        name: `${collection}.${group}`,
        fields: named.map((field) => field.replaceAll('**', '')),
        required: named.filter((field) => field.startsWith('**')).map((field) => field.replaceAll('**', '')),
        policy: policy ?? '',
        lane: lane ?? '',
        writers: writers ?? '',
      },
    ];
  });
}

const rowOf = (name: string, def: GroupDef): Row => ({
  name,
  fields: Object.keys(def.shape.shape),
  required: def.required ?? [],
  policy: def.policy,
  lane: def.lane,
  writers: def.writers?.join(', ') ?? 'everybody',
});
const collections = Object.entries(hospital.collections);
const groups = collections.flatMap(([name, def]) =>
  Object.entries(def.groups).map(([group, g]) => [`${name}.${group}`, g, def] as const),
);
const written = rowsOf(readFileSync(SPEC, 'utf8'));

describe('the schema and its table', () => {
  it('have the same rows in the same order', () => {
    expect(written.map((row) => row.name)).toEqual(groups.map(([name]) => name));
  });

  it.each(groups)('%s stands there as it is', (name, def) => {
    const row = written.find((r) => r.name === name);
    expect(row && { ...row, required: row.required.toSorted() }).toEqual({
      ...rowOf(name, def),
      required: [...(def.required ?? [])].toSorted(),
    });
  });
});

describe('the schema holds together', () => {
  const has = (def: CollectionDef, path: { group: string; field: string } | undefined): boolean =>
    path === undefined || path.field in (def.groups[path.group]?.shape.shape ?? {});

  it.each(collections)('%s names groups and fields that it has', (_name, def) => {
    expect(def.groups[def.first]).toBeDefined();
    for (const path of [def.parent, def.keys?.k1, def.keys?.k2, def.keys?.sort, ...(def.unique ?? [])]) {
      expect([path, has(def, path)]).toEqual([path, true]);
    }
    const site = def.site.from === 'field' ? def.site.path : def.site.from === 'parent' ? def.site.orElse : undefined;
    expect(has(def, site)).toBe(true);
    for (const group of Object.values(def.groups)) {
      for (const field of group.required ?? []) expect(Object.keys(group.shape.shape)).toContain(field);
      for (const role of group.writers ?? []) expect(ROLES).toContain(role);
      const struck = group.strikes?.collection ?? 'partLine';
      expect(hospital.collections[struck]?.parent).toBeDefined();
      expect(LANES).toContain(group.lane);
    }
  });

  it.each(groups)('[W-10] %s refuses what it does not know, and lets every field be null or absent', (_name, def) => {
    const empty = Object.fromEntries(Object.keys(def.shape.shape).map((field) => [field, null]));
    expect(def.shape.safeParse(empty).success).toBe(true);
    expect(def.shape.safeParse({}).success).toBe(true);
    expect(def.shape.safeParse({ ...empty, unknown: 1 }).success).toBe(false);
    for (const field of Object.keys(empty)) expect(def.shape.safeParse({ [field]: { deep: 1 } }).success).toBe(false);
  });

  it('a code that is a name of every object is said as it is', () => {
    expect(['toString', '__proto__', 'constructor'].map(inWords)).toEqual(['toString', '__proto__', 'constructor']);
    expect(hospital.collections['workOrder']?.groups['parts']?.words({ declared: 'toString' })).toBe('toString');
  });

  it.each(groups)('%s says any value in words, the empty one too', (_name, def, collection) => {
    const value = fc.oneof(fc.constant(null), fc.string(), fc.integer());
    fc.assert(
      fc.property(
        fc.record(Object.fromEntries(Object.keys(def.shape.shape).map((field) => [field, value]))),
        (fields: Fields) => {
          expect(typeof def.words(fields)).toBe('string');
          const name = Object.keys(collection.groups).map((group) => [group, fields] as const);
          expect(typeof collection.name(Object.fromEntries(name))).toBe('string');
          expect(typeof (collection.search?.(Object.fromEntries(name)) ?? '')).toBe('string');
        },
      ),
      { numRuns: 20 },
    );
    expect(def.words({})).not.toBe('');
    expect(collection.name({})).not.toMatch(/undefined|null/);
  });

  it('[Q-1] what must not wait travels in the critical lane, and nothing else does', () => {
    expect(groups.filter(([, def]) => def.lane === 'critical').map(([name]) => name)).toEqual([
      'equipment.condition',
      'workOrder.progress',
      'workOrder.parts',
      'partLine.entry',
    ]);
  });

  it('[H-1] who may decide about people and sites is said', () => {
    const may = (name: string): readonly Role[] | undefined => groups.find(([n]) => n === name)?.[1].writers;
    expect(may('person.identity')).toEqual(['admin']);
    expect(may('site.identity')).not.toContain('technician');
    expect(may('workOrder.parts')).toBeUndefined();
  });
});

describe('values as they are kept', () => {
  const takes = (collection: string, group: string, value: Fields): boolean =>
    hospital.collections[collection]?.groups[group]?.shape.safeParse(value).success ?? false;

  it('[W-11] times reach as far as dates do, numbers are finite, text is bounded', () => {
    expect(takes('workOrder', 'progress', { started: 8.64e15, finished: -8.64e15 })).toBe(true);
    expect(takes('workOrder', 'progress', { started: 8.64e15 + 2 })).toBe(false);
    expect(takes('workOrder', 'progress', { started: 1.5 })).toBe(false);
    expect(takes('reading', 'entry', { value: -0.000_1 })).toBe(true);
    expect(takes('reading', 'entry', { value: Number.POSITIVE_INFINITY })).toBe(false);
    expect(takes('note', 'entry', { text: '漢'.repeat(20_000) })).toBe(true);
    expect(takes('note', 'entry', { text: 'x'.repeat(20_001) })).toBe(false);
  });

  it('a photo may be larger than a hundred kilobytes', () => {
    expect(takes('attachment', 'entry', { name: 'x.jpg', size: 8_000_000 })).toBe(true);
    expect(takes('attachment', 'entry', { size: -1 })).toBe(false);
  });

  it('a reference is the id of a record', () => {
    expect(takes('note', 'entry', { workOrder: recordId(1, 1, 7, 0) })).toBe(true);
    for (const bad of ['', '7', 'x'.repeat(18), '00001-01-00000G-00'])
      expect(takes('note', 'entry', { workOrder: bad })).toBe(false);
  });

  it('reads as a person would say it', () => {
    expect(partWords({ name: 'coil assembly', quantity: 3, serial: '88-1402' })).toBe(
      '3 × coil assembly, serial 88-1402',
    );
    expect(partWords({ name: 'fuse' })).toBe('1 × fuse');
    expect(inWords('notRepaired')).toBe('not repaired');
    expect(inWords('somethingNew')).toBe('somethingNew');
    const words = (collection: string, group: string, value: Fields): string | undefined =>
      hospital.collections[collection]?.groups[group]?.words(value);
    expect(words('workOrder', 'parts', { declared: 'none' })).toBe('none');
    expect(words('workOrder', 'parts', { declared: null })).toBe('empty');
    expect(words('equipment', 'identity', { type: 'CT scanner', serial: '4471' })).toBe('CT scanner, SN 4471');
    expect(words('workOrder', 'progress', { status: 'done', outcome: 'noFault', signedBy: recordId(1, 1, 1, 0) })).toBe(
      'done, no fault found, signed off',
    );
    expect(hospital.collections['equipment']?.name({ identity: { type: 'CT scanner', serial: '4471' } })).toBe(
      'CT scanner SN 4471',
    );
  });

  it('"none" strikes the part lines, "some" does not', () => {
    const strikes = hospital.collections['workOrder']?.groups['parts']?.strikes;
    expect(strikes?.collection).toBe('partLine');
    expect([{ declared: 'none' }, { declared: 'some' }, {}].map((v) => strikes?.when(v))).toEqual([true, false, false]);
  });
});

describe('what the engine adds', () => {
  const engine = withSystem(hospital);

  it('[C-8] every record of every kind can be archived, under review', () => {
    for (const [name, def] of Object.entries(engine.collections)) {
      if (name === QUESTION) continue;
      expect(def.groups[ARCHIVED]).toMatchObject({ policy: 'review', lane: 'normal' });
    }
    expect(hospital.collections['site']?.groups[ARCHIVED]).toBeUndefined();
  });

  it('[C-2] two who archived for different reasons agree', () => {
    const same = engine.collections['workOrder']?.groups[ARCHIVED]?.same;
    expect(same?.({ archived: true, reason: 'double' }, { archived: true, reason: 'done' })).toBe(true);
    expect(same?.({ archived: true }, { archived: false })).toBe(false);
    expect(same?.({ archived: false }, {})).toBe(true);
    expect(engine.collections['site']?.groups[ARCHIVED]?.words({ archived: true, reason: 'double' })).toBe(
      'archived: double',
    );
  });

  it('[C-10] what has a name in the world can be two for one thing, and only an answer says so', () => {
    const alias = engine.collections['equipment']?.groups['alias'];
    expect(alias).toMatchObject({ policy: 'review', lane: 'normal', writers: [], title: 'Is this the same device?' });
    expect(alias?.words({ of: 'x' })).toBe('the same device, entered twice');
    expect(alias?.words({ of: null })).toBe('two different devices');
    expect(alias?.same?.({ of: null }, {})).toBe(true);
    expect(alias?.same?.({ of: 'x', name: 'a' }, { of: 'y', name: 'a' })).toBe(false);
    const others = Object.entries(engine.collections).filter(([name]) => name !== 'equipment');
    expect(others.filter(([, def]) => def.groups['alias'] !== undefined)).toEqual([]);
  });

  it('[C-5] of a question a console may write the answer alone, and a technician not even that', () => {
    const question = engine.collections[QUESTION];
    expect(question?.serverOnly).toBe(true);
    expect(question?.groups['answer']?.writers).toEqual(['lead', 'manager', 'admin']);
  });
});
