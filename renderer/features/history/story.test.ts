import { describe, expect, it } from 'vitest';
import type { HistoryEntry } from '../../../protocol/ipc/views.ts';
import { namesIn, storyLines, WHOLE_STORY } from './story.ts';

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
    after: key,
    became: 'Applied',
    kind: 'edit',
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
    expect(said(storyLines(STORY, WHOLE_STORY))).toEqual(['18 (1)', 'd', '17 (2)', 'c', 'b', '15 (1)', 'a']);
  });

  it('is narrowed to a person and to a part', () => {
    expect(said(storyLines(STORY, { person: 'Jon Berg', part: null }))).toEqual(['17 (1)', 'c', '15 (1)', 'a']);
    expect(said(storyLines(STORY, { person: 'Jon Berg', part: 'Parts replaced' }))).toEqual(['17 (1)', 'c']);
    expect(storyLines(STORY, { person: 'Nobody', part: null })).toEqual([]);
  });

  it('[C-9] keeps the order it was given, whatever a laptop’s clock said', () => {
    const odd = [entry('x', at(3, 8)), entry('y', at(29, 8)), entry('z', at(3, 9))];
    expect(said(storyLines(odd, WHOLE_STORY))).toEqual(['3 (1)', 'z', '29 (1)', 'y', '3 (1)', 'x']);
  });

  it('offers each name once', () => {
    expect(namesIn(STORY, 'person')).toEqual(['Jon Berg', 'Maya Okafor']);
    expect(namesIn(STORY, 'title')).toEqual(['Findings', 'Parts replaced']);
  });
});
