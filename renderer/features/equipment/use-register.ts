/**
 * The register in pages: whatever is in view is there, the rest is not asked for, so that 100,000 devices cost what a
 * screenful does. While somebody types, the last answer stands until the next one is there.
 */
import { useQueries } from '@tanstack/react-query';
import type { RecordId } from '../../../domain/ids.ts';
import type { EquipmentRow } from '../../../protocol/ipc/views.ts';
import { queries, useEquipmentSearch } from '../../app/queries.ts';
import { pagesInView, PAGE } from './pages-in-view.ts';

export interface RegisterFilter {
  readonly text: string;
  readonly site: RecordId | null;
}

export interface Range {
  readonly first: number;
  readonly last: number;
}

export interface Register {
  /** How many rows can be scrolled through; null before the first answer. */
  readonly count: number | null;
  /** There are more than `count`. */
  readonly more: boolean;
  readonly rowAt: (index: number) => EquipmentRow | undefined;
  readonly error: unknown;
  readonly again: () => void;
}

export function useRegister(filter: RegisterFilter, range: Range): Register {
  const first = useEquipmentSearch({ ...filter, offset: 0, limit: PAGE });
  const settled = first.data !== undefined && !first.isPlaceholderData;
  const offsets = settled ? pagesInView(range, first.data.total, first.data.more).filter((offset) => offset > 0) : [];
  const rest = useQueries({
    queries: offsets.map((offset) => queries.equipmentSearch({ ...filter, offset, limit: PAGE })),
  });
  const pages = new Map(offsets.map((offset, i) => [offset, rest[i]?.data]));
  pages.set(0, first.data);
  const known = [...pages.values()].filter((page) => page !== undefined);
  const furthest = known.reduce((best, page) => (page.total > best.total ? page : best), {
    total: 0,
    more: first.data?.more ?? false,
  });

  return {
    count: first.data === undefined ? null : furthest.total,
    more: furthest.more,
    rowAt: (index) => pages.get(index - (index % PAGE))?.rows[index % PAGE],
    error: first.error,
    again: () => void first.refetch(),
  };
}
