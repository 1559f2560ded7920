import { describe, expect, it } from 'vitest';
import { changeId, recordId, type Position } from '../ids.ts';
import type { Body } from './body.ts';
import { applyPatch, overlay, type PendingEdit } from './overlay.ts';

const own = (seq: number): PendingEdit['change'] => changeId(2, 1, seq);
const QUESTION = recordId(0, 1, 5, 0);
const canonical: Body = {
  parts: { v: { declared: 'some' }, w: [changeId(3, 1, 1)], p: 7 as Position, q: QUESTION },
  progress: { v: { status: 'started' }, w: [changeId(3, 1, 2)], p: 8 as Position },
};

describe('what a person sees', () => {
  it('[W-7] without pending work is the canonical record itself', () => {
    expect(overlay(canonical, [])).toBe(canonical);
  });

  it('[W-7] is the pending value on top, group by group, the last one in order of sequence', () => {
    const shown = overlay(canonical, [
      { change: own(1), group: 'progress', value: { status: 'waiting' } },
      { change: own(2), group: 'findings', value: { text: 'fan' } },
      { change: own(3), group: 'progress', value: { status: 'done' } },
    ]);
    expect(shown).toEqual({
      parts: canonical['parts'],
      progress: { v: { status: 'done' }, w: [own(3)], p: 0 },
      findings: { v: { text: 'fan' }, w: [own(2)], p: 0 },
    });
  });

  it('[C-4] in review goes on showing the author’s own value, marked with its question', () => {
    const shown = overlay(canonical, [{ change: own(1), group: 'parts', value: { declared: 'none' } }]);
    expect(shown['parts']).toEqual({ v: { declared: 'none' }, w: [own(1)], p: 0, q: QUESTION });
  });

  it('[W-7] follows a download at once, where nothing is pending', () => {
    const pending: readonly PendingEdit[] = [{ change: own(1), group: 'parts', value: { declared: 'none' } }];
    const later: Body = { ...canonical, progress: { v: { status: 'done' }, w: [changeId(4, 1, 1)], p: 9 as Position } };
    expect(overlay(later, pending)['progress']).toBe(later['progress']);
    expect(overlay(later, pending)['parts']).toEqual(overlay(canonical, pending)['parts']);
  });

  it('[W-7] leaves the canonical record alone', () => {
    const before = structuredClone(canonical);
    overlay(canonical, [{ change: own(1), group: 'parts', value: {} }]);
    expect(canonical).toEqual(before);
  });

  it('[SAVE-5] a patch changes the fields it names and keeps the rest as they were seen', () => {
    expect(applyPatch({ a: 1, b: 2 }, { b: null, c: 3 })).toEqual({ a: 1, b: null, c: 3 });
    expect(applyPatch(undefined, { a: 1 })).toEqual({ a: 1 });
    expect(applyPatch({ a: 1 }, {})).toEqual({ a: 1 });
  });
});
