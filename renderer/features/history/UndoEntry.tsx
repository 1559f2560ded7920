/** Takes back what an entry wrote, as long as it stands; both stay in the history (C-6). */
import { Button } from '@mantine/core';
import { IconArrowBackUp } from '@tabler/icons-react';
import type { HistoryEntry } from '../../../protocol/ipc/views.ts';
import { trpc } from '../../ipc/client.ts';
import { Notice } from '../../ui/Notice.tsx';
import { useAttempt } from '../../ui/use-attempt.ts';
import classes from './EntryLine.module.css';

interface Props {
  readonly undo: NonNullable<HistoryEntry['undo']>;
  readonly title: string;
}

export function UndoEntry({ undo, title }: Props) {
  const { busy, failed, attempt } = useAttempt();
  return (
    <div className={classes['undo']}>
      <Button
        variant="default"
        size="compact-sm"
        disabled={busy}
        aria-label={`Undo: ${title}`}
        leftSection={<IconArrowBackUp size={16} stroke={1.8} aria-hidden="true" />}
        onClick={() => void attempt(() => trpc.records.undo.mutate({ ...undo }))}
      >
        Undo
      </Button>
      {failed ? <Notice tone="attention" title={`Not undone. ${failed.words}`} code={failed.code} /> : null}
    </div>
  );
}
