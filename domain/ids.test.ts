import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changeId, creatorOf, isRecordId, parseChangeId, parseRecordId, recordId, type RecordId } from './ids.ts';

const device = fc.integer({ min: 0, max: 36 ** 5 - 1 });
const epoch = fc.integer({ min: 0, max: 36 ** 2 - 1 });
const seq = fc.integer({ min: 0, max: 36 ** 6 - 1 });
const place = fc.integer({ min: 0, max: 36 ** 2 - 1 });
const parts = fc.tuple(device, epoch, seq, place);

describe('ids', () => {
  it('[SAVE-4] a record id and its parts are the same thing', () => {
    fc.assert(
      fc.property(parts, ([d, e, s, n]) => {
        const id = recordId(d, e, s, n);
        expect(isRecordId(id)).toBe(true);
        expect(parseRecordId(id)).toEqual({ device: d, epoch: e, seq: s, n });
        expect(creatorOf(id)).toBe(changeId(d, e, s));
      }),
    );
  });

  it('[SAVE-4] record ids sort as text like their parts sort as numbers', () => {
    const inOrder = (a: readonly number[], b: readonly number[]): number =>
      a.map((x, i) => x - (b[i] as number)).find((difference) => difference !== 0) ?? 0;
    fc.assert(
      fc.property(parts, parts, (a, b) => {
        const [x, y] = [recordId(...a), recordId(...b)];
        const asText = x < y ? -1 : x > y ? 1 : 0;
        expect(asText).toBe(Math.sign(inOrder(a, b)));
      }),
    );
  });

  it('[SAVE-4] a change id and its parts are the same thing', () => {
    fc.assert(
      fc.property(device, fc.integer({ min: 0, max: 9_999 }), seq, (d, e, s) => {
        expect(parseChangeId(changeId(d, e, s))).toEqual({ device: d, epoch: e, seq: s });
      }),
    );
  });

  it.each([
    [-1, 1, 1, 0],
    [2, -1, 1, 0],
    [2, 1, -7, 0],
    [2, 1, 1, -1],
    [1.5, 1, 1, 0],
    [2, 1, 0.25, 0],
    [Number.NaN, 1, 1, 0],
    [Number.POSITIVE_INFINITY, 1, 1, 0],
    [36 ** 5, 1, 1, 0],
    [2, 36 ** 2, 1, 0],
    [2, 1, 36 ** 6, 0],
    [2, 1, 1, 36 ** 2],
  ])('[W-10] %d.%d.%d.%d makes no record id', (d, e, s, n) => {
    expect(() => recordId(d, e, s, n)).toThrow(RangeError);
  });

  it.each([
    '',
    '00002-01-000001-0',
    '00002-01-000001-000',
    '00002-01-000001-00\n',
    ' 00002-01-000001-00',
    '00002-01-00000A-00',
    '00002_01_000001_00',
    "00002-01-000001-00'; drop table record; --",
    '２0002-01-000001-00',
    '__proto__',
  ])('[W-10] %j is no record id', (text) => {
    expect(isRecordId(text)).toBe(false);
    expect(parseRecordId(text)).toBeNull();
    expect(() => creatorOf(text as RecordId)).toThrow(TypeError);
  });

  it.each(['', '2.1', '2.1.3.4', '-2.1.3', '2.1.3\n', '2.1.3 ', '2.01.x', '1e3.1.1', '٢.1.3', '123456789.1.1'])(
    '[W-10] %j is no change id',
    (text) => {
      expect(parseChangeId(text)).toBeNull();
    },
  );

  it('[W-10] any text is an id with parts or no id, never a crash', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: 'binary' })), (text) => {
        const record = parseRecordId(text);
        expect(record !== null).toBe(isRecordId(text));
        expect(record ? recordId(record.device, record.epoch, record.seq, record.n) : text).toBe(text);
        expect(() => parseChangeId(text)).not.toThrow();
      }),
    );
  });
});
