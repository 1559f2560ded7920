/** The question for those who may answer it. Nothing is on the page but what it takes to decide. */
import { Button } from '@mantine/core';
import { useRef, useState } from 'react';
import type { QuestionView } from '../../../protocol/ipc/views.ts';
import { KeyHint } from '../../ui/KeyHint.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { placeWords, waitingWords } from './next-question.ts';
import { QuestionPage } from './QuestionPage.tsx';
import { QuestionTitle } from './QuestionTitle.tsx';
import { ReasonField } from './ReasonField.tsx';
import { SideCard } from './SideCard.tsx';
import { valueSize } from './value-size.ts';
import { useSitting } from './sitting.tsx';
import type { Answering } from './use-answering.ts';
import { useReviewKeys } from './use-review-keys.ts';
import { wordDiff } from './word-diff.ts';
import classes from './Picker.module.css';

interface Props {
  readonly question: QuestionView;
  /** How many questions are open for this person. */
  readonly open: number;
  readonly answering: Answering;
}

export function Picker({ question, open, answering }: Props) {
  const [{ answered, later }] = useSitting();
  const [reason, setReason] = useState<string | null>(null);
  const cards = useRef<HTMLDivElement>(null);
  const { settling, failed } = answering;
  const [first, second] = question.sides;
  const diff = wordDiff(first?.words ?? '', second?.words ?? '');
  const size = valueSize(question.sides);
  const toCards = (): void => cards.current?.querySelector<HTMLElement>('section button')?.focus();
  const choose = (at: 0 | 1): void => answering.choose(question, at, reason ?? '');

  useReviewKeys({
    choose,
    later: answering.later,
    reason: () => setReason((now) => now ?? ''),
  });

  return (
    <QuestionPage
      question={question}
      place={placeWords(answered, open, later.filter((id) => id !== question.id).length)}
      title={<QuestionTitle question={question} />}
      beneath={
        <>
          {question.sidesWaiting > 0 ? (
            <p className={classes['waiting']}>{waitingWords(question.sidesWaiting)}</p>
          ) : null}
          {failed ? (
            <Notice tone="danger" title={`Not decided. ${failed.words}`} code={failed.code}>
              Nothing has changed; the question is still open.
            </Notice>
          ) : null}
          {reason === null ? null : (
            <ReasonField
              reason={reason}
              change={setReason}
              done={toCards}
              giveUp={() => {
                setReason(null);
                toCards();
              }}
            />
          )}
        </>
      }
      deeds={
        <>
          <Button variant="default" onClick={answering.later} aria-keyshortcuts="l Escape">
            Decide later
            <span className={classes['key']}>
              <KeyHint keys={['l', 'Esc']} />
            </span>
          </Button>
          {reason === null ? (
            <Button variant="default" onClick={() => setReason('')} aria-keyshortcuts="r">
              Give a reason
              <span className={classes['key']}>
                <KeyHint keys={['r']} />
              </span>
            </Button>
          ) : null}
        </>
      }
    >
      <div ref={cards} className={classes['both']}>
        {([0, 1] as const).map((at) => {
          const side = question.sides[at];
          if (!side) return null;
          const state = settling === null ? 'ask' : settling.at === at ? 'keeping' : 'leaving';
          return (
            <SideCard
              key={side.side}
              side={side}
              at={at}
              pieces={diff[at]}
              size={size}
              state={state}
              choose={() => choose(at)}
            />
          );
        })}
      </div>
    </QuestionPage>
  );
}
