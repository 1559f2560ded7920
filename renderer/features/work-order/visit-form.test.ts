import { describe, expect, it } from 'vitest';
import type { Saw } from '../../../domain/change/change.ts';
import { changeId, recordId } from '../../../domain/ids.ts';
import type { Fields, Json } from '../../../domain/json.ts';
import { labelOf } from '../../../domain/label/save-label.ts';
import type { GroupView, RecordView, VisitView } from '../../../protocol/ipc/views.ts';
import { NO_EVIDENCE } from '../sync-label/evidence.ts';
import { buildSave } from './build-save.ts';
import { visitErrors } from './check-visit.ts';
import { draftOf, readDraft } from './read-draft.ts';
import {
  addRow,
  afterSave,
  changedUnderneath,
  editKey,
  EMPTY_FORM,
  groupOf,
  isDirty,
  keepMine,
  removeRow,
  setFields,
  setRow,
  shownValue,
} from './visit-form.ts';

const JOB = recordId(1, 1, 7, 0);
const label = { ...labelOf({ kind: 'synced' }), evidence: NO_EVIDENCE, question: null };
const saw = (seq: number): Saw => ({
  writer: changeId(3, 1, seq),
  canonical: changeId(3, 1, 1),
  archived: changeId(1, 1, 1),
});
const group = (name: string, value: Fields, seq = 1): GroupView => ({
  group: name,
  title: name,
  value,
  words: '',
  saw: saw(seq),
  label,
});
const record = (groups: { [name: string]: GroupView }, id = JOB, collection = 'workOrder'): RecordView => ({
  id,
  collection,
  name: 'job',
  archived: false,
  groups,
  label,
});
const JOB_VIEW = record({
  progress: group('progress', { status: 'planned' }),
  parts: group('parts', {}),
  findings: group('findings', { text: 'as found' }),
});
const VIEW: VisitView = {
  job: JOB_VIEW,
  equipment: null,
  site: null,
  technician: null,
  checklist: [],
  parts: [],
  readings: [],
  notes: [],
  times: [],
  mayEdit: true,
  signOff: null,
};

describe('[SAVE-5] an edit carries what it saw', () => {
  it('freezes value and writers at the first edit, whatever is written underneath', () => {
    const first = setFields(EMPTY_FORM, JOB_VIEW, 'findings', { text: 'mine' });
    const later = record({ ...JOB_VIEW.groups, findings: group('findings', { text: 'theirs' }, 9) });
    const second = setFields(first, later, 'findings', { text: 'mine, longer' });
    expect(buildSave(second, JOB, 0).edits).toEqual([
      { record: JOB, collection: 'workOrder', group: 'findings', set: { text: 'mine, longer' }, saw: saw(1) },
    ]);
    expect(shownValue(second, later, 'findings')).toEqual({ text: 'mine, longer' });
  });

  it('says that the group changed underneath, until the person keeps theirs', () => {
    const form = setFields(EMPTY_FORM, JOB_VIEW, 'findings', { text: 'mine' });
    const key = editKey(JOB, 'findings');
    const edit = form.edits[key]!;
    expect(changedUnderneath(edit, groupOf(JOB_VIEW, 'findings'))).toBe(false);
    expect(changedUnderneath(edit, group('findings', {}, 9))).toBe(true);
    const kept = keepMine(form, key, saw(9).writer).edits[key]!;
    expect(changedUnderneath(kept, group('findings', {}, 9))).toBe(false);
    expect(changedUnderneath(kept, group('findings', {}, 10))).toBe(true);
    expect(kept.saw).toEqual(saw(1));
  });

  it('sends only the fields that changed, and nothing when they were put back', () => {
    const form = setFields(EMPTY_FORM, JOB_VIEW, 'progress', { status: 'started', started: 5 });
    expect(buildSave(form, JOB, 0).edits[0]?.set).toEqual({ status: 'started', started: 5 });
    const back = setFields(form, JOB_VIEW, 'progress', { status: 'planned', started: null });
    expect(isDirty(back)).toBe(false);
  });
});

describe('parts', () => {
  it('adding a line declares "some" in the same save, also when "some" stood already', () => {
    const some = record({ ...JOB_VIEW.groups, parts: group('parts', { declared: 'some' }) });
    const form = addRow(EMPTY_FORM, some, 'partLine', { name: 'coil', quantity: '3' });
    const { edits } = buildSave(form, JOB, 0);
    expect(edits.map((edit) => [edit.collection, edit.group, edit.set])).toEqual([
      ['workOrder', 'parts', { declared: 'some' }],
      ['partLine', 'entry', { workOrder: JOB, name: 'coil', quantity: 3 }],
    ]);
    expect(edits[1]).toMatchObject({ record: null, saw: { writer: null, canonical: null, archived: null } });
  });

  it('the declaration goes with the last new line, unless it was made by hand', () => {
    const form = addRow(EMPTY_FORM, JOB_VIEW, 'partLine', { name: 'coil' });
    expect(isDirty(removeRow(form, JOB_VIEW, 'new1'))).toBe(false);
    const byHand = addRow(setFields(EMPTY_FORM, JOB_VIEW, 'parts', { declared: 'some' }), JOB_VIEW, 'partLine', {});
    expect(isDirty(removeRow(byHand, JOB_VIEW, 'new1'))).toBe(true);
  });

  it('"none" beside a list of parts is refused at the field', () => {
    const part = record({ entry: group('entry', { name: 'coil' }) }, recordId(1, 1, 8, 0), 'partLine');
    const none = setFields(EMPTY_FORM, JOB_VIEW, 'parts', { declared: 'none' });
    expect(visitErrors(none, VIEW)).toEqual({});
    expect(visitErrors(none, { ...VIEW, parts: [part] })).toHaveProperty(['parts.declared']);
    expect(visitErrors(none, { ...VIEW, parts: [{ ...part, archived: true }] })).toEqual({});
    const both = setFields(addRow(EMPTY_FORM, JOB_VIEW, 'partLine', { name: 'x', quantity: '1' }), JOB_VIEW, 'parts', {
      declared: 'none',
    });
    expect(visitErrors(both, VIEW)).toHaveProperty(['parts.declared']);
  });
});

describe('signing off', () => {
  it('needs an outcome and a word about parts', () => {
    const signed = setFields(EMPTY_FORM, JOB_VIEW, 'progress', { status: 'done', signedBy: JOB, signedAt: 9 });
    expect(Object.keys(visitErrors(signed, VIEW)).toSorted()).toEqual(['parts.declared', 'progress.outcome']);
    const whole = setFields(setFields(signed, JOB_VIEW, 'progress', { outcome: 'repaired' }), JOB_VIEW, 'parts', {
      declared: 'none',
    });
    expect(visitErrors(whole, VIEW)).toEqual({});
  });
});

describe('after a save', () => {
  it('what was sent is gone; what was typed meanwhile stands over the saved value', () => {
    const sent = addRow(setFields(EMPTY_FORM, JOB_VIEW, 'findings', { text: 'one' }), JOB_VIEW, 'note', { text: 'n' });
    const meanwhile = setFields(sent, JOB_VIEW, 'findings', { text: 'one two' });
    const fresh = record({ ...JOB_VIEW.groups, findings: group('findings', { text: 'one' }, 12) });
    expect(isDirty(afterSave(sent, sent, [fresh]))).toBe(false);
    const left = afterSave(meanwhile, sent, [fresh]);
    expect(left.rows).toEqual([]);
    expect(left.edits[editKey(JOB, 'findings')]).toMatchObject({ set: { text: 'one two' }, saw: saw(12) });
  });
});

describe('the draft', () => {
  it('comes back as it was left, half-typed numbers included', () => {
    const form = setRow(addRow(EMPTY_FORM, JOB_VIEW, 'reading', {}), 'new1', { value: '0,' });
    expect(readDraft(JSON.parse(JSON.stringify(draftOf(form))) as Json)).toEqual(form);
  });

  it('brings back what was seen with each edit', () => {
    const form = keepMine(
      setFields(EMPTY_FORM, JOB_VIEW, 'findings', { text: 'mine' }),
      editKey(JOB, 'findings'),
      saw(9).writer,
    );
    expect(readDraft(JSON.parse(JSON.stringify(draftOf(form))) as Json)).toEqual(form);
  });

  it('with a damaged part is not taken at all', () => {
    const row = { key: 'new1', collection: 'note', entered: { text: 'n' } };
    const draft = (edits: Fields, rows: readonly Json[]): Json => ({ shape: 1, form: { edits, rows, nextRow: 2 } });
    expect(readDraft(draft({}, [row])).rows).toEqual([row]);
    for (const damaged of [{ ...row, collection: 'site' }, { ...row, entered: { text: 3 } }, { key: 'new1' }, null]) {
      expect(readDraft(draft({}, [row, damaged]))).toEqual(EMPTY_FORM);
    }
    expect(readDraft(draft({ x: { record: JOB, collection: 'workOrder', group: 'parts' } }, [row]))).toEqual(
      EMPTY_FORM,
    );
  });

  it('of another shape is not taken', () => {
    for (const value of [null, 3, [], {}, { shape: 2, form: EMPTY_FORM }, { shape: 1, form: { edits: [] } }]) {
      expect(readDraft(value as never)).toEqual(EMPTY_FORM);
    }
  });
});
