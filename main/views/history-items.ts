/**
 * The lines of a story before they are put into words: whose, of which part, at which place. Words cost far more than
 * that, so only those of the page that is shown are made (10,000 entries, A-2).
 */
import type { HistoryEntry } from '../../protocol/ipc/views.ts';

export interface HistoryItem {
  readonly person: string;
  readonly title: string;
  /** null: not in the log yet. */
  readonly position: number | null;
  readonly madeAt: number;
  readonly entry: () => HistoryEntry;
}

/** By position in the log; what is not in it yet comes last, as it was saved. */
export function inOrder(a: HistoryItem, b: HistoryItem): number {
  const last = Number.MAX_SAFE_INTEGER;
  return (a.position ?? last) - (b.position ?? last) || a.madeAt - b.madeAt;
}

export interface ItemPage {
  readonly skip: number;
  readonly limit: number;
  readonly person: string | null;
  readonly part: string | null;
}

/** Those that were asked for, and the page of them that ends `skip` before the newest one. */
export function pageOf(
  items: readonly HistoryItem[],
  page: ItemPage | undefined,
): { readonly found: number; readonly page: readonly HistoryItem[] } {
  if (!page) return { found: items.length, page: items };
  const { person, part, skip, limit } = page;
  const found = items.filter((i) => (person === null || i.person === person) && (part === null || i.title === part));
  const end = Math.max(0, found.length - skip);
  return { found: found.length, page: found.slice(Math.max(0, end - limit), end) };
}

/** Names to choose from, each once, in the order of the alphabet. */
export function namesIn(items: readonly HistoryItem[], of: 'person' | 'title'): readonly string[] {
  return [...new Set(items.map((i) => i[of]))].filter((name) => name !== '').toSorted((a, b) => a.localeCompare(b));
}

/** One that is in words already. */
export function itemOf(entry: HistoryEntry): HistoryItem {
  const { person, title, position, madeAt } = entry;
  return { person, title, position, madeAt, entry: () => entry };
}
