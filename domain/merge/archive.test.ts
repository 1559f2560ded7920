import { describe, expect, it } from 'vitest';
import { changeId, recordId, type ChangeId, type Position } from '../ids.ts';
import type { Body, Cell } from '../record/body.ts';
import { editMissedArchive, unseenByArchiver } from './archive.ts';

const id = (seq: number): ChangeId => changeId(2, 1, seq);
const cell = (writers: readonly ChangeId[], v: Cell['v'] = {}): Cell => ({ v, w: writers, p: 1 as Position });
const PART = recordId(2, 1, 9, 0);
const NOTE = recordId(2, 1, 8, 0);

describe('archiving after an edit', () => {
  const body: Body = { request: cell([id(1)]), progress: cell([id(2), id(3)]) };
  const saw = { request: id(1), progress: id(2) };

  it('[C-8] everything in view: nothing to ask', () => {
    expect(unseenByArchiver(body, [PART], { groups: saw, children: [PART, NOTE] })).toBeNull();
  });

  it('[C-8] any writer of an equal value counts as seen', () => {
    expect(unseenByArchiver(body, [], { groups: { ...saw, progress: id(3) }, children: [] })).toBeNull();
  });

  it('[C-8] a group that was written outside the view is named with its writer', () => {
    const later = { ...body, progress: cell([id(5)]) };
    expect(unseenByArchiver(later, [], { groups: saw, children: [] })).toEqual({ group: 'progress', writer: id(5) });
  });

  it('[C-8, C-10] that it was asked whether it is one thing or two is no work on the record', () => {
    expect(unseenByArchiver({ ...body, alias: cell([id(9)]) }, [], { groups: saw, children: [] })).toBeNull();
  });

  it('[C-8] a group that was still empty when it was archived counts as unseen', () => {
    const later = { ...body, findings: cell([id(6)]) };
    const unseen = { group: 'findings', writer: id(6) };
    expect(unseenByArchiver(later, [], { groups: saw, children: [] })).toEqual(unseen);
    expect(unseenByArchiver(later, [], { groups: { ...saw, findings: null }, children: [] })).toEqual(unseen);
  });

  it('[C-8] what was appended outside the view is named', () => {
    expect(unseenByArchiver(body, [NOTE, PART], { groups: saw, children: [NOTE] })).toEqual({ child: PART });
  });

  it('[C-8] an earlier archiving is not an edit', () => {
    const again = { ...body, archived: cell([id(7)], { archived: false }) };
    expect(unseenByArchiver(again, [], { groups: saw, children: [] })).toBeNull();
  });

  it('[C-8] the answer does not depend on the order in which groups were written', () => {
    const later: Body = { z: cell([id(8)]), a: cell([id(9)]) };
    const turned: Body = { a: cell([id(9)]), z: cell([id(8)]) };
    const nothing = { groups: {}, children: [] };
    expect(unseenByArchiver(later, [], nothing)).toEqual(unseenByArchiver(turned, [], nothing));
  });
});

describe('an edit after archiving', () => {
  const archived: Body = { archived: cell([id(7), id(8)], { archived: true }) };

  it('[C-8] whoever did not see it archived is asked about', () => {
    expect(editMissedArchive(archived, null)).toBe(true);
    expect(editMissedArchive(archived, id(6))).toBe(true);
  });

  it('[C-8] whoever saw it archived writes on knowingly', () => {
    expect(editMissedArchive(archived, id(7))).toBe(false);
    expect(editMissedArchive(archived, id(8))).toBe(false);
  });

  it('[C-8] a record that is not archived, or is open again, asks nothing', () => {
    expect(editMissedArchive({}, null)).toBe(false);
    expect(editMissedArchive({ archived: cell([id(9)], { archived: false }) }, null)).toBe(false);
    expect(editMissedArchive({ archived: cell([id(9)], { archived: null }) }, id(7))).toBe(false);
  });
});
