import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changeId, recordId, type Position } from '../ids.ts';
import { decodeBody, EMPTY_BODY, encodeBody, valuesOf, withCell, type Body, type Cell } from './body.ts';
import { addDigests } from './digest.ts';

const writer = fc.tuple(fc.nat(40), fc.nat(9), fc.nat(999)).map(([d, e, s]) => changeId(d, e, s));
const person = fc.nat(99).map((n) => recordId(1, 1, n, 0));
const cell: fc.Arbitrary<Cell> = fc.record(
  {
    v: fc.dictionary(
      fc.string(),
      fc.oneof(
        fc.string({ unit: 'binary' }),
        fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => n + 0),
        fc.constant(null),
      ),
    ),
    w: fc.array(writer, { minLength: 1, maxLength: 3 }),
    p: fc.nat().map((n) => n as Position),
    q: person,
    x: fc.record({
      writer,
      author: person,
      rule: fc.constantFrom('field', 'office', 'latest', 'answered' as const),
      by: fc.option(person),
    }),
  },
  { requiredKeys: ['v', 'w', 'p'] },
);
const body: fc.Arbitrary<Body> = fc.dictionary(fc.constantFrom('parts', 'progress', 'archived', 'a', 'ü'), cell);

describe('the body of a record', () => {
  it('[W-8] reads back as it was written, and one body has one text', () => {
    fc.assert(
      fc.property(body, (made) => {
        const text = encodeBody(made);
        const read = decodeBody(text);
        expect(read).toEqual(made);
        expect(encodeBody(read)).toBe(text);
        expect(encodeBody(Object.fromEntries(Object.entries(made).toReversed()))).toBe(text);
        expect(text).not.toContain('\n');
      }),
    );
  });

  it('[W-8] reads like this', () => {
    const made: Body = {
      parts: {
        x: { writer: changeId(3, 1, 1), author: recordId(1, 1, 2, 0), rule: 'office', by: null },
        q: recordId(0, 1, 9, 0),
        p: 12 as Position,
        w: [changeId(2, 1, 1)],
        v: { b: 1, a: null },
      },
    };
    expect(encodeBody(made)).toBe(
      '{"parts":{"v":{"a":null,"b":1},"w":["2.1.1"],"p":12,"q":"00000-01-000009-00",' +
        '"x":{"author":"00001-01-000002-00","by":null,"rule":"office","writer":"3.1.1"}}}',
    );
    expect(encodeBody(EMPTY_BODY)).toBe('{}');
  });

  it('a damaged text is an error, not an empty record', () => {
    expect(() => decodeBody('{"parts":')).toThrow(SyntaxError);
  });

  it('a cell replaces one group and leaves the others and the original alone', () => {
    const one: Cell = { v: { a: 1 }, w: [changeId(2, 1, 1)], p: 1 as Position };
    const before: Body = { a: one, b: one };
    const after = withCell(before, 'b', { ...one, v: { a: 2 } });
    expect(valuesOf(after)).toEqual({ a: { a: 1 }, b: { a: 2 } });
    expect(valuesOf(before)).toEqual({ a: { a: 1 }, b: { a: 1 } });
  });
});

describe('sums of digests', () => {
  const digest = fc.integer({ min: 0, max: 2 ** 48 - 1 });

  it('[W-8] do not depend on the order, and a row taken out and put in again leaves them as they were', () => {
    fc.assert(
      fc.property(fc.array(digest, { minLength: 1 }), digest, (rows, row) => {
        const sum = rows.reduce(addDigests, 0);
        expect(rows.toReversed().reduce(addDigests, 0)).toBe(sum);
        expect(addDigests(addDigests(sum, row), -row)).toBe(sum);
        expect(sum).toBeGreaterThanOrEqual(0);
        expect(sum).toBeLessThan(2 ** 48);
      }),
    );
  });
});
