/** One visit by its id: with the draft that was left, if one was. Both are local; nothing waits for a network. */
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { RecordId } from '../../../domain/ids.ts';
import { useVisit } from '../../app/queries.ts';
import { useAppState } from '../../app/state.tsx';
import { trpc } from '../../ipc/client.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { readDraft } from './read-draft.ts';
import { draftKey } from './use-visit-editor.ts';
import { EMPTY_FORM } from './visit-form.ts';
import { VisitPage } from './VisitPage.tsx';

export function VisitScreen({ id }: { readonly id: RecordId }) {
  const { person } = useAppState();
  const go = useNavigate();
  const visit = useVisit(id);
  const draft = useQuery({
    queryKey: ['draft', id, person?.id],
    queryFn: () => trpc.records.draft.query({ key: draftKey(id, person) }),
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
  });

  if (visit.isError) return <ErrorState error={visit.error} again={() => void visit.refetch()} />;
  if (visit.data === undefined || draft.isPending) return null;
  if (visit.data === null) {
    return (
      <EmptyState
        title="This job is not on this laptop"
        deeds={
          <Button variant="default" onClick={() => void go({ to: '/work' })}>
            Back to My work
          </Button>
        }
      >
        It may belong to a site that your team no longer serves. What you saved on it is still sent.
      </EmptyState>
    );
  }
  return (
    <VisitPage
      view={visit.data}
      me={person}
      start={draft.data ? readDraft(draft.data.value) : EMPTY_FORM}
      keptAt={draft.data?.keptAt ?? null}
    />
  );
}
