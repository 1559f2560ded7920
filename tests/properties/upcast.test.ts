import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Change } from '../../domain/change/change.ts';
import type { Fields, Json } from '../../domain/json.ts';
import { hospital } from '../../domain/schema/hospital.ts';
import { withSystem } from '../../domain/schema/system.ts';
import type { FieldStep, Schema } from '../../domain/schema/types.ts';
import { presentValue, upcastChange, upcastFields } from '../../domain/schema/upcast.ts';
import { edit } from '../support/edits.ts';

const NAMES = ['a', 'b', 'c', 'd'] as const;
const PATH = 'workOrder.findings';
const value = fc.jsonValue() as fc.Arbitrary<Json>;

/** Each version calls what the one before called x something else: x0 → x1, or splits it in two. */
const steps = fc.array(
  fc.uniqueArray(fc.record({ name: fc.constantFrom(...NAMES), splits: fc.boolean() }), {
    selector: (s) => s.name,
    maxLength: NAMES.length,
  }),
  { minLength: 1, maxLength: 4 },
);
type Steps = typeof steps extends fc.Arbitrary<infer S> ? S : never;

const named = (name: string, version: number): string => `${name}${version}`;

function schemaOf(list: Steps): { schema: Schema; nameAt: (name: string, version: number) => string } {
  const now = new Map<string, string>(NAMES.map((n) => [n, named(n, 1)]));
  const history = [new Map(now)];
  const upcasts: Record<number, Record<string, FieldStep[]>> = {};
  list.forEach((changes, i) => {
    const version = i + 1;
    upcasts[version] = {
      [PATH]: changes.map(({ name, splits }): FieldStep => {
        const from = now.get(name) as string;
        const to = named(name, version + 1);
        now.set(name, to);
        return splits ? { from, split: (v) => ({ [to]: v, [`${to}Part`]: null }) } : { from, to };
      }),
    };
    history.push(new Map(now));
  });
  const base = withSystem(hospital);
  return {
    schema: { ...base, version: list.length + 1, upcasts },
    nameAt: (name, version) => history[version - 1]?.get(name) ?? name,
  };
}

const written = fc.dictionary(fc.constantFrom(...NAMES), value, { maxKeys: 4, noNullPrototype: true });

describe('[W-9] what an older app wrote, in the words of today', () => {
  it('[W-9] from whichever version: every value arrives under its present name, and none is lost', () => {
    fc.assert(
      fc.property(steps, written, fc.nat(), (list, values, pick) => {
        const { schema, nameAt } = schemaOf(list);
        const from = 1 + (pick % schema.version);
        const old = Object.fromEntries(Object.entries(values).map(([n, v]) => [nameAt(n, from), v]));
        const now = upcastFields(schema, PATH, old, from);
        for (const [n, v] of Object.entries(values)) expect(now[nameAt(n, schema.version)]).toEqual(v);
        const step = (fields: Fields, version: number): Fields =>
          upcastFields({ ...schema, version: version + 1 }, PATH, fields, version);
        let slowly = old;
        for (let v = from; v < schema.version; v++) slowly = step(slowly, v);
        expect(slowly).toEqual(now);
      }),
      { numRuns: 300 },
    );
  });

  it('[W-9] again changes nothing, from any version, and what no step names stays as it is', () => {
    fc.assert(
      fc.property(
        steps,
        written,
        fc.dictionary(fc.string({ minLength: 4 }), value, { noNullPrototype: true }),
        (list, values, others) => {
          const { schema, nameAt } = schemaOf(list);
          const old = {
            ...others,
            ...Object.fromEntries(Object.entries(values).map(([n, v]) => [nameAt(n, 1), v])),
          };
          const once = upcastFields(schema, PATH, old, 1);
          for (let from = 1; from <= schema.version; from++) expect(upcastFields(schema, PATH, once, from)).toBe(once);
          expect(presentValue(schema, 'workOrder', 'findings', once)).toBe(once);
          expect(once).toMatchObject(others);
          expect(upcastFields(schema, 'workOrder.parts', old, 1)).toBe(old);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('[W-9] what is written in the new words wins over what is left of the old ones', () => {
    const { schema } = schemaOf([[{ name: 'a', splits: false }], [{ name: 'a', splits: true }]]);
    expect(upcastFields(schema, PATH, { a1: 1, a2: 2 }, 1)).toEqual({ a3: 2, a3Part: null });
    expect(upcastFields(schema, PATH, { a1: 1, a3: 3 }, 1)).toEqual({ a3: 3, a3Part: null });
  });

  it('[W-9] a change of this version or of a newer one is left alone', () => {
    const { schema } = schemaOf([[{ name: 'a', splits: false }]]);
    const at = (version: number): Change => ({ schema: version, edits: [edit(null, PATH, { a1: 1 })] }) as never;
    expect(upcastChange(schema, at(1)).edits[0]?.set).toEqual({ a2: 1 });
    for (const version of [2, 3]) expect(upcastChange(schema, at(version)).edits[0]?.set).toEqual({ a1: 1 });
  });
});
