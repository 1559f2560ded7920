import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalText, sameFields, sameJson, type Fields, type Json } from './json.ts';

const text = fc.string({ unit: fc.constantFrom('a', 'é', '漢', '😀', '\ud800', '\udc00', '\u0000', '"', '\\', '\n') });
const json = fc.letrec<{ value: Json; leaf: Json }>((tie) => ({
  leaf: fc.oneof(fc.constantFrom(null, true, false, 0, -1, 1e21, 1.5e-7, 2 ** 53 - 1, '__proto__'), text),
  value: fc.oneof(
    { maxDepth: 3 },
    tie('leaf'),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.oneof(text, fc.constantFrom('constructor', 'toString')), tie('value'), { maxKeys: 4 }),
  ),
})).value;

/** The same value, with the keys of every object in the opposite order. */
function turnedAround(value: Json): Json {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return (value as readonly Json[]).map(turnedAround);
  const entries = Object.entries(value as Fields).map(([key, v]) => [key, turnedAround(v)] as const);
  return Object.fromEntries(entries.toReversed());
}

describe('values', () => {
  it('[W-11] the text of a value reads back as the same value', () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(JSON.parse(canonicalText(value))).toEqual(value);
      }),
    );
  });

  it('[W-8] the text does not depend on the order of keys', () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(canonicalText(turnedAround(value))).toBe(canonicalText(value));
      }),
    );
  });

  it('[W-8] two values have one text exactly when they are the same', () => {
    fc.assert(
      fc.property(json, json, (a, b) => {
        expect(sameJson(a, b)).toBe(canonicalText(a) === canonicalText(b));
        expect(sameJson(a, b)).toBe(sameJson(b, a));
        expect(sameJson(a, turnedAround(a))).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('[W-8] keys sort by code unit, on every machine alike', () => {
    expect(canonicalText({ b: 1, a: 2, Z: 3, ä: 4, '10': 5, '9': 6 })).toBe('{"10":5,"9":6,"Z":3,"a":2,"b":1,"ä":4}');
  });

  it('[W-11] half of a surrogate pair keeps its place in the text', () => {
    expect(canonicalText('a\ud83d')).toBe('"a\\ud83d"');
    expect(JSON.parse(canonicalText('a\ud83d'))).toBe('a\ud83d');
  });

  it.each<[Json | undefined, Json | undefined]>([
    [null, undefined],
    [0, null],
    ['', null],
    [0, '0'],
    [[], {}],
    [{ a: null }, {}],
    [
      [1, 2],
      [2, 1],
    ],
    [JSON.parse('{"__proto__":{}}') as Json, { a: 1 }],
    [{ a: 1 }, JSON.parse('{"__proto__":{}}') as Json],
    [{ toString: 1 }, { a: 1 }],
  ])('[W-11] %j and %j are different values', (a, b) => {
    expect(sameJson(a, b)).toBe(false);
  });

  it('[C-2] a field that was cleared reads like one that was never written, other differences count', () => {
    expect(sameFields({ outcome: null, status: 'done' }, { status: 'done' })).toBe(true);
    expect(sameFields({ constructor: null }, {})).toBe(true);
    expect(sameFields({}, { constructor: null })).toBe(true);
    expect(sameFields({ text: '' }, {})).toBe(false);
    expect(sameFields({ quantity: 0 }, { quantity: null })).toBe(false);
    expect(sameFields({ name: 'coil' }, { name: 'coil ' })).toBe(false);
    expect(sameFields({ a: 1, b: 2 }, { b: 2, a: 1 })).toBe(true);
  });
});
