import { describe, expect, it } from 'vitest';
import { recordId } from '../../../domain/ids.ts';
import type { HeldEdit, HeldField, HeldItem } from '../../../protocol/ipc/held.ts';
import { fieldsToShow, fixedEdits, keyOf, shown, typedNumber } from './held-form.ts';

const field = (name: string, more: Partial<HeldField> = {}): HeldField => ({
  field: name,
  title: name,
  kind: 'line',
  value: null,
  words: '',
  choices: [],
  isWrong: false,
  isRequired: false,
  ...more,
});
const JOB = recordId(1, 1, 7, 0);
const edit: HeldEdit = {
  record: JOB,
  group: 'request',
  title: 'Request',
  about: '',
  fields: [
    field('title', { value: 'old' }),
    field('site', { kind: 'fixed' }),
    field('due', { kind: 'number', value: 3 }),
  ],
};
const item: HeldItem = {
  seq: 4,
  title: 'Request',
  about: '',
  record: JOB,
  madeAt: 0,
  lane: 'normal',
  reason: '',
  dependency: false,
  edits: [edit],
};
const [title, site, due] = edit.fields as [HeldField, HeldField, HeldField];

describe('[Q-5] the form of held work', () => {
  it('[Q-5] sends what was changed and nothing else', () => {
    expect(fixedEdits({}, item)).toBeNull();
    expect(fixedEdits({ [keyOf(edit, title)]: 'old' }, item)).toBeNull();
    expect(fixedEdits({ [keyOf(edit, title)]: 'new', [keyOf(edit, due)]: null }, item)).toEqual([
      { record: JOB, group: 'request', set: { title: 'new', due: null } },
    ]);
  });

  it('[Q-5] shows what was refused until something else is typed', () => {
    expect(shown({}, edit, title)).toBe('old');
    expect(shown({ [keyOf(edit, title)]: null }, edit, title)).toBeNull();
    expect(fieldsToShow(edit)).toEqual([title, due]);
    expect(fieldsToShow({ ...edit, fields: [{ ...site, words: 'Mercy' }] })).toHaveLength(1);
  });

  it('a number may be typed with a comma, and what is none stays as it was typed', () => {
    expect(['3', ' 2,5 ', '', 'three', '1e999'].map(typedNumber)).toEqual([3, 2.5, null, 'three', '1e999']);
  });
});
