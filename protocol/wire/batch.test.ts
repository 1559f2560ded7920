import { describe, expect, it } from 'vitest';
import { changeText, type Change, type Edit } from '../../domain/change/change.ts';
import { hlcFromMs } from '../../domain/clock/hlc.ts';
import {
  changeId,
  recordId,
  type ChangeId,
  type DeviceNo,
  type Epoch,
  type SaveId,
  type Sequence,
} from '../../domain/ids.ts';
import { fromColumns, toColumns } from './batch.ts';
import { FrameFault } from './frame.ts';
import { MAX_FRAME_BYTES } from './limits.ts';
import { pushMessage, pushText, type Push } from './push.ts';

const NOW = 1_790_000_000_000;
const JOB = recordId(1, 1, 7, 0);
const edit: Edit = {
  record: JOB,
  collection: 'workOrder',
  group: 'progress',
  set: { status: 'done' },
  saw: { writer: changeId(1, 1, 7), canonical: changeId(1, 1, 7), archived: null },
};
const change = (seq: number, more: Partial<Change> = {}): Change => ({
  device: 12 as DeviceNo,
  epoch: 1 as Epoch,
  seq: seq as Sequence,
  save: `12.1.${seq}` as SaveId,
  lane: 'critical',
  author: recordId(1, 1, 1, 0),
  role: 'technician',
  schema: 1,
  hlc: hlcFromMs(NOW + seq * 1_000),
  madeAt: NOW + seq * 1_000,
  edits: [edit],
  ...more,
});
type Columns = Parameters<typeof fromColumns>[0];
const columns = toColumns([change(1), change(2, { edits: [edit, { ...edit, record: recordId(12, 1, 2, 1) }] })]);
const faultOf = (bent: Partial<Push>): unknown => {
  try {
    fromColumns({ ...columns, ...bent });
    return null;
  } catch (error) {
    return error;
  }
};

describe('a batch as columns', () => {
  it('[Q-2] five hundred single-field edits are a few kilobytes of text, and what is usual costs nothing', () => {
    const many = Array.from({ length: 500 }, (_, i) =>
      change(i + 1, {
        edits: [
          {
            ...edit,
            record: recordId(1, 1, i * 37, 0),
            saw: { ...edit.saw, writer: changeId(1, 1, i * 37), canonical: changeId(1, 1, i * 37) },
          },
        ],
      }),
    );
    const made = toColumns(many);
    expect(made.runs).toEqual([[1, 500]]);
    expect(made.shapes).toEqual([['workOrder', 'progress', 'status']]);
    const zero = [
      'save',
      'lane',
      'by',
      'counter',
      'skew',
      'more',
      'rn',
      'shape',
      'canonical',
      'archived',
      'seenPrefix',
    ] as const;
    expect(zero.filter((name) => made[name] !== null)).toEqual([]);
    expect(made.seen).toEqual([]);
    expect(JSON.stringify(made).length).toBeLessThan(12_000);
    expect(JSON.stringify(made).length).toBeLessThan(MAX_FRAME_BYTES);
    expect(fromColumns(made).map(changeText)).toEqual(many.map(changeText));
  });

  it('[W-11] null, an absent field, an empty patch and an empty list stay four different things', () => {
    const all = [{ text: null }, {}, { text: '' }, { text: [] }, { text: {} }].map((set, i) =>
      change(i + 1, { edits: [{ ...edit, set }] }),
    );
    expect(fromColumns(toColumns(all)).map((c) => c.edits[0]?.set)).toEqual(all.map((c) => c.edits[0]?.set));
    const replaced = [change(1), change(2, { replaces: [] }), change(3, { replaces: ['12.1.1' as ChangeId] })];
    expect(fromColumns(toColumns(replaced)).map((c) => c.replaces)).toEqual([undefined, [], ['12.1.1']]);
  });

  it('[W-11] names of fields are told apart whatever characters they hold', () => {
    const sets = [
      { 'a\u0000b': 1, c: 2 },
      { a: 1, 'b\u0000c': 2 },
      { a: 1, b: 2, c: 3 },
    ];
    const all = sets.map((set, i) => change(i + 1, { edits: [{ ...edit, set }] }));
    expect(fromColumns(toColumns(all)).map((c) => c.edits[0]?.set)).toEqual(sets);
  });

  it('[Q-1] keeps the sending order, with what was pulled forward', () => {
    const order = [7, 3, 4, 5, 9, 8, 1];
    const made = toColumns(order.map((seq) => change(seq)));
    expect(made.runs).toEqual([
      [7, 1],
      [3, 3],
      [9, 1],
      [8, 1],
      [1, 1],
    ]);
    expect(fromColumns(made).map((c) => c.seq)).toEqual(order);
  });

  it('[SAVE-6] changes of one save keep its id', () => {
    const made = toColumns([
      change(5),
      change(6, { save: '12.1.5' as SaveId }),
      change(7, { save: '12.1.5' as SaveId }),
    ]);
    expect(fromColumns(made).map((c) => c.save)).toEqual(['12.1.5', '12.1.5', '12.1.5']);
  });

  it('an empty batch is a bug', () => {
    expect(() => toColumns([])).toThrow(TypeError);
  });

  it('what it makes is a push message', () => {
    expect(pushMessage.safeParse({ k: 'push', batch: 1, ...columns, signature: '' }).success).toBe(true);
    expect(pushText(12, 1, ['aa', 'bb'])).toBe('holdfast push 12.1 aa bb');
  });
});

describe('columns that do not fit together', () => {
  it.each<[string, Partial<Columns>]>([
    ['an author too few', { who: [] }],
    ['an author that is not in the list', { by: [0, 4] }],
    ['a time too few', { ms: [NOW] }],
    ['a record too few', { rs: [7, 7] }],
    ['a record too many', { rs: [7, 7, 2, 9] }],
    ['a value too few', { values: ['done', 'done'] }],
    ['a value too many', { values: ['done', 'done', 'done', 'done'] }],
    ['a shape that is not in the list', { shape: [0, 0, 3] }],
    ['a lane that is none', { lane: [0, 3] }],
    ['a negative lane', { lane: [0, -1] }],
    ['a record of a device that is not in the list', { rp: [0, 0, 9] }],
    ['a record with a negative number', { rs: [7, 7, -2] }],
    [
      'a record of a negative device',
      {
        prefixes: [
          [-1, 1],
          [12, 1],
        ],
      },
    ],
    ['a record that is too far along', { rs: [7, 7, 36 ** 6] }],
    ['a writer too few', { saw: [2, 2, 2] }],
    ['a writer with a negative number', { saw: [2, 1, 1], seen: [-5] }],
    ['a change without an edit', { more: [-1, 1], rs: [7, 2], values: ['done', 'done'] }],
    ['a save that begins after it ends', { save: [0, -1] }],
    ['a save before the first one', { save: [1, 0] }],
    ['a sequence beyond all bounds', { runs: [[2 ** 50, 2]] }],
    ['a logical time before time', { counter: [-(2 ** 52), 0] }],
    ['a logical time beyond all numbers', { counter: [2 ** 53 - 1, 0] }],
    ['a laptop clock beyond all numbers', { skew: [2 ** 53 - 1, 0] }],
    ['an archiver who saw no change', { archives: [[0, [['parts', 'yes']], []]] }],
    ['an archiver who saw no record', { archives: [[0, [], ['all of them']]] }],
    ['a replaced id that is none', { replaces: [[0, ['everything']]] }],
    ['a field that is no field', { shapes: [['workOrder', 'progress', '__proto__']] }],
  ])('[W-10] %s: a typed fault, and nothing of the batch is used', (_what, bent) => {
    expect(faultOf(bent)).toBeInstanceOf(FrameFault);
  });

  it('[W-10] the same columns unbent are taken', () => {
    expect(faultOf({})).toBeNull();
  });
});
