/** Which questions the queue shows, and how it is read back from where it was kept. */
import { isRecordId, type RecordId } from '../../../domain/ids.ts';
import type { Json } from '../../../domain/json.ts';

export interface QueueFilter {
  readonly status: 'open' | 'answered';
  readonly whose: 'forMe' | 'mySites' | 'all';
  readonly site: RecordId | null;
  readonly kind: string | null;
}

const STATUS = ['open', 'answered'] as const;
const WHOSE = ['forMe', 'mySites', 'all'] as const;

/** What was kept, as far as it is one; the rest as it is at first. */
export function readFilter(kept: Json, first: QueueFilter): QueueFilter {
  if (typeof kept !== 'object' || kept === null || Array.isArray(kept)) return first;
  const value = kept as { readonly [key: string]: Json | undefined };
  const { site, kind } = value;
  return {
    status: STATUS.find((s) => s === value['status']) ?? first.status,
    whose: WHOSE.find((w) => w === value['whose']) ?? first.whose,
    site: typeof site === 'string' && isRecordId(site) ? site : null,
    kind: typeof kind === 'string' ? kind : null,
  };
}
