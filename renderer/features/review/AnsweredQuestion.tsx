/** A question that was decided: by whom, when, why, and what became of both versions. */
import { Button } from '@mantine/core';
import { IconArrowBackUp } from '@tabler/icons-react';
import type { QuestionView } from '../../../protocol/ipc/views.ts';
import { useNow } from '../../app/clock.ts';
import { Notice } from '../../ui/Notice.tsx';
import { when } from '../../ui/when.ts';
import { SyncLabel } from '../sync-label/SyncLabel.tsx';
import { useUndo } from './KeptLine.tsx';
import { QuestionPage } from './QuestionPage.tsx';
import { SideCard } from './SideCard.tsx';
import { valueSize } from './value-size.ts';
import { wordDiff } from './word-diff.ts';
import { WriteOn } from './WriteOn.tsx';
import classes from './AnsweredQuestion.module.css';

export function AnsweredQuestion({ question }: { readonly question: QuestionView }) {
  const now = useNow(60_000);
  const { undo, busy, failed } = useUndo();
  const { answered } = question;
  const [first, second] = question.sides;
  const diff = wordDiff(first?.words ?? '', second?.words ?? '');
  const taken = answered?.undo ?? null;
  return (
    <QuestionPage
      question={question}
      title={
        <>
          <strong>{question.title}</strong> was decided
        </>
      }
      beneath={
        answered ? (
          <div className={classes['decision']}>
            <p>
              Decided by <strong>{answered.by}</strong>, <time>{when(answered.at, now)}</time>.
              {answered.reason ? ` “${answered.reason}”` : ''}
            </p>
            <span className={classes['label']}>
              <SyncLabel label={answered.label} place="row" />
            </span>
            {failed ? <Notice tone="danger" title={failed.words} code={failed.code} /> : null}
          </div>
        ) : null
      }
      deeds={
        <>
          <WriteOn question={question} />
          {taken === null ? null : (
            <Button
              variant="default"
              disabled={busy}
              leftSection={<IconArrowBackUp size={18} stroke={1.8} aria-hidden="true" />}
              onClick={() => void undo({ question: question.id, answer: taken })}
            >
              Take the decision back
            </Button>
          )}
        </>
      }
    >
      {([0, 1] as const).map((at) => {
        const side = question.sides[at];
        const state = answered?.side === side?.side ? 'kept' : 'notKept';
        return side ? (
          <SideCard
            key={side.side}
            side={side}
            at={at}
            pieces={diff[at]}
            size={valueSize(question.sides)}
            state={state}
          />
        ) : null;
      })}
    </QuestionPage>
  );
}
