/** The filter of the queue, remembered for this person, also after a restart. */
import { useQuery } from '@tanstack/react-query';
import { useRemembered } from '../../app/remembered.tsx';
import { trpc } from '../../ipc/client.ts';
import { type QueueFilter, readFilter } from './queue-filter.ts';

const KEY = 'review filter';

/** Null until it is known what was chosen the last time; `first` when nothing was, or it cannot be read. */
export function useQueueFilter(first: QueueFilter): readonly [QueueFilter | null, (next: QueueFilter) => void] {
  const [chosen, choose] = useRemembered<QueueFilter | null>(KEY, null);
  const kept = useQuery({ queryKey: ['draft', KEY], queryFn: () => trpc.records.draft.query({ key: KEY }), gcTime: 0 });
  const change = (next: QueueFilter): void => {
    choose(next);
    // Not worth a word when it cannot be kept: it holds until the window is closed.
    trpc.records.keepDraft.mutate({ key: KEY, value: { ...next } }).catch(() => undefined);
  };
  const known = kept.isPending ? null : readFilter(kept.data?.value ?? null, first);
  return [chosen ?? known, change];
}
