/** The sites whose work is on this laptop, by name. */
import { useMemo } from 'react';
import type { RecordId } from '../../../domain/ids.ts';
import { useWorkList } from '../../app/queries.ts';

export interface SiteName {
  readonly id: RecordId;
  readonly name: string;
}

export function useSites(): readonly SiteName[] {
  const work = useWorkList({ range: 'all', whose: 'everyone', site: null, text: '', limit: 1 });
  const sites = work.data?.sites;
  return useMemo(() => (sites ?? []).toSorted((a, b) => a.name.localeCompare(b.name)), [sites]);
}
