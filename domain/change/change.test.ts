import { describe, expect, it } from 'vitest';
import { changeText, creates, type Change } from './change.ts';
import { changeId, recordId, type ChangeId, type DeviceNo, type Epoch, type SaveId, type Sequence } from '../ids.ts';
import { tick, HLC_ZERO } from '../clock/hlc.ts';
import type { Fields } from '../json.ts';

const JOB = recordId(1, 1, 7, 0);
const change: Change = {
  device: 12 as DeviceNo,
  epoch: 1 as Epoch,
  seq: 345 as Sequence,
  save: '12.1.344' as SaveId,
  lane: 'critical',
  author: recordId(1, 1, 1, 0),
  role: 'technician',
  schema: 1,
  hlc: tick(HLC_ZERO, 1_790_000_000_000),
  madeAt: 1_790_000_000_123,
  edits: [
    {
      record: JOB,
      collection: 'workOrder',
      group: 'parts',
      set: { declared: 'none' },
      saw: { writer: changeId(1, 1, 7), canonical: changeId(1, 1, 7), archived: null },
    },
  ],
};
const edit = change.edits[0]!;
const withSet = (set: Fields): Change => ({ ...change, edits: [{ ...edit, set }] });

describe('the text of a change', () => {
  it('[W-2] the order of fields says nothing, so a copy hashes like the original', () => {
    const copy = JSON.parse(JSON.stringify(change)) as Change;
    const turned = Object.fromEntries(Object.entries(copy).toReversed()) as unknown as Change;
    expect(changeText(turned)).toBe(changeText(change));
    expect(changeText(withSet({ a: 1, b: 2 }))).toBe(changeText(withSet({ b: 2, a: 1 })));
  });

  it.each<[string, Change]>([
    ['device', { ...change, device: 13 as DeviceNo }],
    ['epoch', { ...change, epoch: 2 as Epoch }],
    ['sequence', { ...change, seq: 346 as Sequence }],
    ['save', { ...change, save: '12.1.345' as SaveId }],
    ['lane', { ...change, lane: 'normal' }],
    ['author', { ...change, author: recordId(1, 1, 2, 0) }],
    ['role', { ...change, role: 'lead' }],
    ['schema', { ...change, schema: 2 }],
    ['logical time', { ...change, hlc: tick(change.hlc, 0) }],
    ['laptop time', { ...change, madeAt: change.madeAt + 1 }],
    ['what it replaces', { ...change, replaces: ['12.1.3' as ChangeId] }],
    ['an empty list of what it replaces', { ...change, replaces: [] }],
    ['value', withSet({ declared: 'some' })],
    ['null for a value', withSet({ declared: null })],
    ['no field at all', withSet({})],
    ['a further field', withSet({ declared: 'none', more: null })],
    ['record', { ...change, edits: [{ ...edit, record: recordId(1, 1, 8, 0) }] }],
    ['collection', { ...change, edits: [{ ...edit, collection: 'equipment' }] }],
    ['group', { ...change, edits: [{ ...edit, group: 'progress' }] }],
    ['writer seen', { ...change, edits: [{ ...edit, saw: { ...edit.saw, writer: null } }] }],
    ['canonical writer seen', { ...change, edits: [{ ...edit, saw: { ...edit.saw, canonical: null } }] }],
    ['archiving seen', { ...change, edits: [{ ...edit, saw: { ...edit.saw, archived: changeId(3, 1, 1) } }] }],
    ['what the archiver saw', { ...change, edits: [{ ...edit, archive: { groups: {}, children: [] } }] }],
    ['what it takes back', { ...change, edits: [{ ...edit, undoes: '12.1.3' as ChangeId }] }],
    ['question in view', { ...change, edits: [{ ...edit, saw: { ...edit.saw, question: JOB } }] }],
    ['a further edit', { ...change, edits: [edit, edit] }],
    ['no edit', { ...change, edits: [] }],
  ])('[W-2] another %s is another text', (_what, other) => {
    expect(changeText(other)).not.toBe(changeText(change));
  });

  it('[SAVE-4] a change creates the records named after it, and after the refused change that it replaces (Q-5)', () => {
    const own = recordId(12, 1, 345, 3);
    const old = recordId(12, 1, 300, 0);
    expect(creates(change, own)).toBe(true);
    expect(creates(change, recordId(12, 2, 345, 3))).toBe(false);
    expect(creates(change, old)).toBe(false);
    expect(creates({ ...change, replaces: [changeId(12, 1, 300)] }, old)).toBe(true);
  });
});
