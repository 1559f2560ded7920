/** Batches of changes as a laptop could make them, with every value that JSON can carry. */
import * as fc from 'fast-check';
import type { ArchiveSaw, Change, Edit } from '../../domain/change/change.ts';
import { HLC_ORIGIN_MS, hlcFromMs, type Hlc } from '../../domain/clock/hlc.ts';
import {
  changeId,
  creatorOf,
  recordId,
  type ChangeId,
  type DeviceNo,
  type Epoch,
  type RecordId,
  type SaveId,
  type Sequence,
} from '../../domain/ids.ts';
import type { Fields, Json } from '../../domain/json.ts';
import { LANES, ROLES } from '../../domain/schema/types.ts';

const seq = fc.oneof(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1, max: 2_000_000_000 }));

const anyChangeId: fc.Arbitrary<ChangeId> = fc
  .tuple(fc.integer({ min: 0, max: 60_000_000 }), fc.integer({ min: 1, max: 1_200 }), seq)
  .map(([d, e, s]) => changeId(d, e, s));

export const anyRecordId: fc.Arbitrary<RecordId> = fc
  .tuple(fc.integer({ min: 0, max: 60_000_000 }), fc.integer({ min: 1, max: 1_200 }), seq, fc.nat(200))
  .map(([d, e, s, n]) => recordId(d, e, s, n));

/** Text with what breaks text: astral characters, halves of them, controls, escapes, right-to-left marks. */
export const hardText = fc.string({
  unit: fc.constantFrom(
    'a',
    'é',
    'e\u0301',
    '漢',
    '😀',
    '\ud83d',
    '\udc00',
    '\u0000',
    '\n',
    '\u2028',
    '"',
    '\\',
    '\u202e',
    '\u0001',
  ),
  maxLength: 12,
});

const number = fc.oneof(
  fc.constantFrom(0, -0, 0.1, 1e21, 5e-324, Number.MAX_VALUE, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);

const nameOfField = fc.oneof(
  fc.constantFrom('text', 'status', 'constructor', 'toString', 'a\u0000b', 'ä'),
  fc.string({ minLength: 1, maxLength: 8 }),
);
const fieldName = nameOfField.filter((name) => name !== '__proto__');

export const anyJson: fc.Arbitrary<Json> = fc.letrec<{ value: Json; leaf: Json }>((tie) => ({
  leaf: fc.oneof(fc.constantFrom(null, true, false), number, hardText),
  value: fc.oneof(
    { maxDepth: 3 },
    tie('leaf'),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fieldName, tie('value'), { maxKeys: 3 }),
  ),
})).value;

export const anyFields: fc.Arbitrary<Fields> = fc.dictionary(fieldName, anyJson, { maxKeys: 5 });

const writer = (record: RecordId): fc.Arbitrary<ChangeId | null> =>
  fc.oneof(fc.constant(null), fc.constant(creatorOf(record)), anyChangeId);

const archive: fc.Arbitrary<ArchiveSaw> = fc.record({
  groups: fc.dictionary(fieldName, fc.option(anyChangeId), { maxKeys: 3 }),
  children: fc.array(anyRecordId, { maxLength: 3 }),
});

const edit: fc.Arbitrary<Edit> = anyRecordId.chain((record) =>
  fc.record(
    {
      record: fc.constant(record),
      collection: fc.constantFrom('workOrder', 'equipment', 'partLine'),
      group: fc.constantFrom('parts', 'progress', 'archived', 'entry'),
      set: anyFields,
      saw: fc.record(
        {
          writer: writer(record),
          canonical: writer(record),
          archived: fc.option(anyChangeId),
          question: anyRecordId,
        },
        { requiredKeys: ['writer', 'canonical', 'archived'] },
      ),
      archive,
      undoes: anyChangeId,
    },
    { requiredKeys: ['record', 'collection', 'group', 'set', 'saw'] },
  ),
);

const hlc: fc.Arbitrary<Hlc> = fc
  .tuple(fc.integer({ min: HLC_ORIGIN_MS - 1_000, max: HLC_ORIGIN_MS + 2.1e12 }), fc.nat(4_095))
  .map(([ms, counter]) => (hlcFromMs(ms) + counter) as Hlc);

/** Of one device, epoch and schema version, each sequence once, in any sending order. */
export const anyBatch: fc.Arbitrary<readonly Change[]> = fc
  .tuple(
    fc.nat(60_000_000),
    fc.integer({ min: 1, max: 1_200 }),
    fc.nat(9),
    fc.uniqueArray(seq, { minLength: 1, maxLength: 8 }),
  )
  .chain(([device, epoch, schema, seqs]) =>
    fc.tuple(
      ...seqs.map((at) =>
        fc.record(
          {
            device: fc.constant(device as DeviceNo),
            epoch: fc.constant(epoch as Epoch),
            seq: fc.constant(at as Sequence),
            save: fc.integer({ min: 1, max: at }).map((first): SaveId => `${device}.${epoch}.${first}` as SaveId),
            lane: fc.constantFrom(...LANES),
            author: anyRecordId,
            role: fc.constantFrom(...ROLES),
            schema: fc.constant(schema),
            hlc,
            madeAt: fc.integer({ min: -8.64e15, max: 8.64e15 }),
            replaces: fc.array(anyChangeId, { maxLength: 2 }),
            was: fc.record({
              epoch: fc.integer({ min: 1, max: 1_200 }).map((e) => e as Epoch),
              seq: seq.map((s) => s as Sequence),
              hash: fc.string({
                unit: fc.constantFrom('0', '1', '7', '9', 'a', 'c', 'f'),
                minLength: 64,
                maxLength: 64,
              }),
            }),
            edits: fc.array(edit, { minLength: 1, maxLength: 4 }),
          },
          {
            requiredKeys: [
              'device',
              'epoch',
              'seq',
              'save',
              'lane',
              'author',
              'role',
              'schema',
              'hlc',
              'madeAt',
              'edits',
            ],
          },
        ),
      ),
    ),
  );
