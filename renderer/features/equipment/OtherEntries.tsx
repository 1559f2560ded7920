/** A device that was entered twice: which entry is kept, which others there are, and whether somebody still has to say. */
import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { EntriesView } from '../../../protocol/ipc/views.ts';
import { Notice } from '../../ui/Notice.tsx';

export function OtherEntries({ entries: { keptAs, also, asked } }: { readonly entries: EntriesView }) {
  const go = useNavigate();
  return (
    <>
      {keptAs === null ? null : keptAs.id === null ? (
        <Notice tone="calm" title="This device was entered twice.">
          The other entry is at a site that is not on this laptop. What you write here goes there.
        </Notice>
      ) : (
        <Open title="This device was entered twice." id={keptAs.id}>
          Its page is that of {keptAs.words}. What was entered here stays readable.
        </Open>
      )}
      {also.map(({ id, words }) =>
        id === null ? null : (
          <Open key={id} title="Also entered as" id={id}>
            {words}. Its jobs and readings are shown here.
          </Open>
        ),
      )}
      {asked === null ? null : (
        <Notice
          tone="calm"
          title="Perhaps this device was entered twice."
          deeds={
            <Button variant="default" onClick={() => void go({ to: '/review/$id', params: { id: asked } })}>
              See the question
            </Button>
          }
        >
          Another one has the same maker and serial number. Until somebody has decided, each has its own page.
        </Notice>
      )}
    </>
  );
}

interface OpenProps {
  readonly title: string;
  readonly id: string;
  readonly children: ReactNode;
}

function Open({ title, id, children }: OpenProps) {
  const go = useNavigate();
  return (
    <Notice
      tone="calm"
      title={title}
      deeds={
        <Button variant="default" onClick={() => void go({ to: '/equipment/$id', params: { id } })}>
          Open that entry
        </Button>
      }
    >
      {children}
    </Notice>
  );
}
