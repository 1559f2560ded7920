/** The story of a record as lines of a list: newest first, a heading per day, narrowed to a person or a part. */
import type { HistoryEntry } from '../../../protocol/ipc/views.ts';
import { dayDistance } from '../../ui/when.ts';

export interface StoryFilter {
  readonly person: string | null;
  /** Title of a group: "Parts replaced". */
  readonly part: string | null;
}
export const WHOLE_STORY: StoryFilter = { person: null, part: null };

export type StoryLine =
  | { readonly kind: 'day'; readonly key: string; readonly at: number; readonly count: number }
  | { readonly kind: 'entry'; readonly key: string; readonly entry: HistoryEntry };

/** `entries` come oldest first and are not sorted here: a laptop's clock names the day, and nothing more (C-9). */
export function storyLines(entries: readonly HistoryEntry[], { person, part }: StoryFilter): readonly StoryLine[] {
  const shown = entries
    .filter((e) => (person === null || e.person === person) && (part === null || e.title === part))
    .toReversed();
  const days: HistoryEntry[][] = [];
  for (const entry of shown) {
    const today = days.at(-1);
    if (today?.[0] && dayDistance(today[0].madeAt, entry.madeAt) === 0) today.push(entry);
    else days.push([entry]);
  }
  return days.flatMap((list): readonly StoryLine[] => {
    const first = list[0];
    if (!first) return [];
    return [
      { kind: 'day', key: `day ${first.key}`, at: first.madeAt, count: list.length },
      ...list.map((entry): StoryLine => ({ kind: 'entry', key: entry.key, entry })),
    ];
  });
}

/** Names to choose from, each once, in the order of the alphabet. */
export function namesIn(entries: readonly HistoryEntry[], of: 'person' | 'title'): readonly string[] {
  return [...new Set(entries.map((e) => e[of]))].filter((name) => name !== '').toSorted((a, b) => a.localeCompare(b));
}
