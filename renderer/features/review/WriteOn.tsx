/**
 * For whoever thinks otherwise, or knows more: the way back to the record, to write it anew or to add a note. Nobody is
 * told to accept a decision in silence.
 */
import { Button } from '@mantine/core';
import { IconNote, IconPencil } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import type { QuestionView } from '../../../protocol/ipc/views.ts';

/** Sections of a visit, by the group that they show. */
const ANCHORS: { readonly [group: string]: string } = {
  request: 'request',
  assignment: 'request',
  progress: 'progress',
  findings: 'findings',
  parts: 'parts',
};

type Subject = Pick<QuestionView, 'record' | 'recordCollection' | 'group'>;

export function WriteOn({ question }: { readonly question: Subject }) {
  const go = useNavigate();
  const { record: id, recordCollection, group } = question;
  const pencil = <IconPencil size={18} stroke={1.8} aria-hidden="true" />;
  if (recordCollection === 'equipment') {
    return (
      <Button variant="default" leftSection={pencil} onClick={() => void go({ to: '/equipment/$id', params: { id } })}>
        Open the device
      </Button>
    );
  }
  if (recordCollection !== 'workOrder') return null;
  const toSection = (hash: string) => void go({ to: '/work/$id', params: { id }, hash });
  const anchor = ANCHORS[group];
  return (
    <>
      {anchor === undefined ? null : (
        <Button variant="default" leftSection={pencil} onClick={() => toSection(anchor)}>
          Write it anew
        </Button>
      )}
      <Button
        variant="default"
        leftSection={<IconNote size={18} stroke={1.8} aria-hidden="true" />}
        onClick={() => toSection('notes')}
      >
        Add a note
      </Button>
    </>
  );
}
