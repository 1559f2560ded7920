/** The story of a record as lines of a list: newest first, a heading per day. */
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

/** When it arrived: the server's clock, in whose order the story is told; what has not arrived was made here. */
export function toldAt({ receivedAt, madeAt }: Pick<HistoryEntry, 'receivedAt' | 'madeAt'>): number {
  return receivedAt ?? madeAt;
}

/**
 * `pages`: the newest one first, each of them oldest entry first. Nothing is sorted here, and no laptop's clock has a say
 * (C-9): a heading is the day of arrival. An entry that moved from one page to the next while both were read stands once.
 */
export function storyLines(pages: readonly (readonly HistoryEntry[])[]): readonly StoryLine[] {
  const once = new Map(pages.flatMap((page) => page.toReversed()).map((entry) => [entry.key, entry]));
  const days: HistoryEntry[][] = [];
  for (const entry of once.values()) {
    const today = days.at(-1);
    if (today?.[0] && dayDistance(toldAt(today[0]), toldAt(entry)) === 0) today.push(entry);
    else days.push([entry]);
  }
  return days.flatMap((list): readonly StoryLine[] => {
    const first = list[0];
    if (!first) return [];
    return [
      { kind: 'day', key: `day ${first.key}`, at: toldAt(first), count: list.length },
      ...list.map((entry): StoryLine => ({ kind: 'entry', key: entry.key, entry })),
    ];
  });
}
