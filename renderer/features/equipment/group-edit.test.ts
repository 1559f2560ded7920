import { describe, expect, it } from 'vitest';
import type { Saw } from '../../../domain/change/change.ts';
import type { Json } from '../../../domain/json.ts';
import { changeId } from '../../../domain/ids.ts';
import { beginEdit, changedUnderneath, draftOf, isChanged, readEdit, setField, shownIn } from './group-edit.ts';

const SAW: Saw = { writer: changeId(4, 1, 7), canonical: changeId(4, 1, 7), archived: null };
const GROUP = { value: { state: 'inService', reason: null }, saw: SAW };

describe('an edit of one group', () => {
  it('[SAVE-5] keeps what it saw when the group changes underneath', () => {
    const edit = setField(beginEdit(GROUP), { state: 'restricted' });
    const newer = { saw: { ...SAW, writer: changeId(9, 1, 2) } };
    expect(changedUnderneath(edit, GROUP)).toBe(false);
    expect(changedUnderneath(edit, newer)).toBe(true);
    expect(edit.saw).toEqual(SAW);
    expect(edit.base).toEqual(GROUP.value);
  });

  it('names only the fields that differ from what was seen', () => {
    const edit = setField(beginEdit(GROUP), { state: 'restricted', reason: null });
    expect(edit.set).toEqual({ state: 'restricted' });
    expect(shownIn(edit)).toEqual({ state: 'restricted', reason: null });
    expect(isChanged(setField(edit, { state: 'inService' }))).toBe(false);
  });

  it('comes back from its draft, and refuses what is none', () => {
    const edit = setField(beginEdit(GROUP), { state: 'restricted' });
    expect(readEdit(JSON.parse(JSON.stringify(draftOf(edit))) as Json)).toEqual(edit);
    expect(readEdit({ set: {} })).toBeNull();
    expect(readEdit({ set: {}, base: {}, saw: { writer: 'nobody', canonical: null, archived: null } })).toBeNull();
    expect(readEdit(null)).toBeNull();
    expect(readEdit(['set'])).toBeNull();
  });
});
