import { describe, expect, it } from 'vitest';
import type { HistoryEntry } from '../../../protocol/ipc/views.ts';
import { storyLines } from './story.ts';

const at = (day: number, hour: number): number => new Date(2026, 10, day, hour).getTime();

function entry(key: string, madeAt: number, person = 'Maya Okafor', title = 'Findings'): HistoryEntry {
  return {
    key,
    group: title,
    title,
    person,
    role: 'technician',
    madeAt,
    receivedAt: null,
    position: null,
    before: null,
    saw: null,
    after: key,
    became: 'Applied',
    kind: 'edit',
    path: null,
    question: null,
    undo: null,
    clock: null,
  };
}

const STORY = [
  entry('a', at(15, 10), 'Jon Berg'),
  entry('b', at(17, 10)),
  entry('c', at(17, 16), 'Jon Berg', 'Parts replaced'),
  entry('d', at(18, 9)),
];
const said = (lines: ReturnType<typeof storyLines>): readonly string[] =>
  lines.map((line) => (line.kind === 'day' ? `${new Date(line.at).getDate()} (${line.count})` : line.entry.key));

describe('the story of a record', () => {
  it('has a heading for each day, newest first', () => {
    expect(said(storyLines([STORY]))).toEqual(['18 (1)', 'd', '17 (2)', 'c', 'b', '15 (1)', 'a']);
  });

  it('[A-2] goes on where the newer page ended, and an entry that moved between pages stands once', () => {
    const lines = said(storyLines([STORY.slice(2), STORY.slice(0, 3)]));
    expect(lines).toEqual(['18 (1)', 'd', '17 (2)', 'c', 'b', '15 (1)', 'a']);
  });

  it('[C-9] a heading is the day of arrival: work of yesterday that came today stands under today', () => {
    const late = [entry('a', at(15, 10)), { ...entry('b', at(15, 11)), receivedAt: at(18, 8) }, entry('c', at(18, 9))];
    expect(said(storyLines([late]))).toEqual(['18 (2)', 'c', 'b', '15 (1)', 'a']);
  });

  it('[C-9] keeps the order it was given, whatever a laptop’s clock said', () => {
    const odd = [entry('x', at(3, 8)), entry('y', at(29, 8)), entry('z', at(3, 9))];
    expect(said(storyLines([odd]))).toEqual(['3 (1)', 'z', '29 (1)', 'y', '3 (1)', 'x']);
  });
});
