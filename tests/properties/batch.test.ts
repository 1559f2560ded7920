import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changeText, type Change } from '../../domain/change/change.ts';
import type { Json } from '../../domain/json.ts';
import { fromColumns, toColumns } from '../../protocol/wire/batch.ts';
import { FrameFault, frameText } from '../../protocol/wire/frame.ts';
import { readUp } from '../../protocol/wire/messages.ts';
import type { Push } from '../../protocol/wire/push.ts';
import { anyBatch } from './arbitrary-change.ts';
import { plainPacker } from './plain-packer.ts';

const hash = (change: Change): string => createHash('sha256').update(changeText(change)).digest('hex');
const pushOf = (changes: readonly Change[]): Push => ({ k: 'push', batch: 1, ...toColumns(changes), signature: 'x' });

/** Through every layer that a batch crosses: columns, text, bytes, the reader of the other end. */
function sent(changes: readonly Change[]): readonly Change[] {
  const { message } = readUp(plainPacker, plainPacker.pack(frameText(pushOf(changes))));
  if (message.k !== 'push') throw new Error(message.k);
  return fromColumns(message);
}

describe('a batch on its way up', () => {
  it('[W-11] arrives as it left: Unicode, numbers, null against absent, nested values, replaced ids, archiving', () => {
    fc.assert(
      fc.property(anyBatch, (changes) => {
        const arrived = sent(changes);
        expect(arrived.map(changeText)).toEqual(changes.map(changeText));
        expect(arrived.map(hash)).toEqual(changes.map(hash));
        expect(JSON.parse(JSON.stringify(arrived))).toEqual(JSON.parse(JSON.stringify(changes)));
      }),
      { numRuns: 300 },
    );
  });
});

type Path = readonly (string | number)[];

function pathsIn(value: unknown, here: Path = []): Path[] {
  if (value === null || typeof value !== 'object') return [here];
  return [
    here,
    ...Object.entries(value).flatMap(([key, v]) => pathsIn(v, [...here, Array.isArray(value) ? Number(key) : key])),
  ];
}

function changed(value: unknown, path: Path, how: (old: unknown) => unknown): unknown {
  const [first, ...rest] = path;
  if (first === undefined) return how(value);
  if (Array.isArray(value)) {
    const copy: unknown[] = [...(value as readonly unknown[])];
    const made = changed(copy[first as number], rest, how);
    if (made === undefined) copy.splice(first as number, 1);
    else copy[first as number] = made;
    return copy;
  }
  return { ...(value as object), [first]: changed((value as Record<string, unknown>)[first], rest, how) };
}

const nasty: fc.Arbitrary<Json | undefined> = fc.oneof(
  fc.constantFrom<Json | undefined>(
    undefined,
    null,
    true,
    -1,
    0,
    1,
    2,
    3,
    4,
    0.5,
    1e9,
    2 ** 53 - 1,
    -(2 ** 53 - 1),
    2 ** 60,
    1e308,
  ),
  fc.constantFrom<Json | undefined>(
    '',
    '__proto__',
    '2.1.3',
    'x'.repeat(300),
    [],
    {},
    [[]],
    [1, 2],
    ['a', 'b'],
    [[1, 1]],
    [['a', null]],
  ),
  fc.constantFrom<Json | undefined>(
    [[0, [['parts', 'not a change']], []]],
    [[0, [], ['not a record']]],
    [[0, ['not a change']]],
  ),
);

/** The changes, or the words of a typed fault. Anything else that is thrown is a bug and goes through. */
function readOrFault(frame: Uint8Array): readonly Change[] | string {
  try {
    const { message } = readUp(plainPacker, frame);
    return message.k === 'push' ? fromColumns(message) : [];
  } catch (error) {
    if (error instanceof FrameFault) return error.message;
    throw error;
  }
}

describe('a batch that is not one', () => {
  it('[W-10] is a typed fault or a whole batch, whatever was bent: nothing else is ever thrown', () => {
    let faults = 0;
    let taken = 0;
    fc.assert(
      fc.property(anyBatch, fc.array(fc.tuple(fc.nat(), nasty), { minLength: 1, maxLength: 4 }), (changes, bends) => {
        let push: unknown = pushOf(changes);
        for (const [pick, value] of bends) {
          const paths = pathsIn(push);
          push = changed(push, paths[pick % paths.length] as Path, () => value);
        }
        const read = readOrFault(plainPacker.pack(frameText(push as object)));
        if (typeof read === 'string') {
          faults += 1;
          return read.length > 0 && read.length <= 400;
        }
        taken += 1;
        // What got through is a batch like any other: it has changes with edits, can be hashed, and sent on as it is.
        const again = read.length === 0 ? [] : fromColumns(toColumns(read));
        return (
          again.map(changeText).join('\n') === read.map(changeText).join('\n') && read.every((c) => c.edits.length > 0)
        );
      }),
      { numRuns: 800 },
    );
    expect(faults).toBeGreaterThan(20);
    expect(taken).toBeGreaterThan(20);
  });

  it('[W-10] cut or damaged text is a typed fault', () => {
    fc.assert(
      fc.property(anyBatch, fc.nat(), fc.nat(255), (changes, where, byte) => {
        const frame = plainPacker.pack(frameText(pushOf(changes)));
        const damaged = frame.slice();
        damaged[where % frame.length] = byte;
        for (const bytes of [frame.subarray(0, where % frame.length), damaged]) {
          expect(readOrFault(bytes)).toBeDefined();
        }
      }),
      { numRuns: 500 },
    );
  });
});
