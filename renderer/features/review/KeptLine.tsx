/** What was just decided, how far it has travelled, and the way back. */
import { Button } from '@mantine/core';
import { IconArrowBackUp } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useQuestion } from '../../app/queries.ts';
import { trpc } from '../../ipc/client.ts';
import { KeyHint } from '../../ui/KeyHint.tsx';
import { useAttempt } from '../../ui/use-attempt.ts';
import { SyncLabel } from '../sync-label/SyncLabel.tsx';
import { useReviewKeys } from './use-review-keys.ts';
import { type Kept, useSitting } from './sitting.tsx';
import classes from './KeptLine.module.css';

/** Takes the last answer back and asks it again. */
export function useUndo() {
  const go = useNavigate();
  const [sitting, setSitting] = useSitting();
  const { busy, failed, attempt } = useAttempt();
  const undo = async ({ question, answer }: Pick<Kept, 'question' | 'answer'>): Promise<void> => {
    if (busy || answer === null) return;
    const done = await attempt(() => trpc.review.undo.mutate({ question, answer }));
    if (done === null) return;
    setSitting({ ...sitting, answered: Math.max(0, sitting.answered - 1), kept: null });
    await go({ to: '/review/$id', params: { id: question } });
  };
  return { undo, busy, failed };
}

export function KeptLine({ kept }: { readonly kept: Kept }) {
  const { undo, busy, failed } = useUndo();
  const answered = useQuestion(kept.question).data?.answered;
  useReviewKeys({ undo: () => void undo(kept) });
  return (
    <div className={classes['line']}>
      <span role="status">{failed ? failed.words : kept.words}</span>
      {failed || kept.answer === null ? null : (
        <Button
          variant="default"
          disabled={busy}
          leftSection={<IconArrowBackUp size={18} stroke={1.8} aria-hidden="true" />}
          aria-keyshortcuts="u Control+Z"
          onClick={() => void undo(kept)}
        >
          Undo
          <span className={classes['key']}>
            <KeyHint keys={['Ctrl', 'Z']} />
          </span>
        </Button>
      )}
      <span className={classes['label']}>
        <SyncLabel label={answered?.label ?? kept.label} place="row" />
      </span>
    </div>
  );
}
