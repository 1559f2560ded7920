/** Nothing in the queue: what that means, and where to look instead. */
import { Button } from '@mantine/core';
import { IconGitMerge } from '@tabler/icons-react';
import { useAppState } from '../../app/state.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import type { QueueFilter } from './queue-filter.ts';

interface Props {
  readonly filter: QueueFilter;
  readonly change: (filter: QueueFilter) => void;
}

export function NoQuestions({ filter, change }: Props) {
  const { catchUp } = useAppState().replica;
  const { status, whose, site, kind } = filter;
  if (catchUp !== null)
    return <EmptyState title="Still fetching">Questions may be among what is on its way. They appear here.</EmptyState>;
  if (site !== null || kind !== null) {
    return (
      <EmptyState
        title="Nothing fits"
        deeds={
          <Button variant="default" onClick={() => change({ ...filter, site: null, kind: null })}>
            Show all sites and kinds
          </Button>
        }
      >
        No {status === 'open' ? 'open question' : 'decision'} is at that site and about that.
      </EmptyState>
    );
  }
  const everyones = (words: string) =>
    whose === 'all' ? null : (
      <Button variant="default" onClick={() => change({ ...filter, whose: 'all' })}>
        {words}
      </Button>
    );
  if (status === 'answered') {
    return (
      <EmptyState title="Nothing was decided so far" deeds={everyones('Show everyone’s decisions')}>
        Decisions stay here with who made them and why.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      title="Nothing to decide"
      icon={<IconGitMerge size={40} stroke={1.4} />}
      deeds={everyones('Show questions for others')}
    >
      When two people write different things into the same field without knowing of each other, it is asked here, once.
    </EmptyState>
  );
}
