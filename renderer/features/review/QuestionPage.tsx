/** What surrounds a question in every state: the way back, the sentence, what it is about, and its history. */
import { Button } from '@mantine/core';
import { IconArrowLeft, IconHistory } from '@tabler/icons-react';
import { Link, useNavigate } from '@tanstack/react-router';
import { type ReactNode, useEffect, useRef } from 'react';
import type { QuestionView } from '../../../protocol/ipc/views.ts';
import { useNow } from '../../app/clock.ts';
import { KeyHint } from '../../ui/KeyHint.tsx';
import { KeptLine } from './KeptLine.tsx';
import { passedOnWords } from './passed-on.ts';
import { useReviewKeys } from './use-review-keys.ts';
import { useSitting } from './sitting.tsx';
import classes from './QuestionPage.module.css';

interface Props {
  readonly question: QuestionView;
  readonly title: ReactNode;
  /** "2 of 9". */
  readonly place?: string;
  /** The two cards. */
  readonly children: ReactNode;
  /** Beneath the cards: what is to be known. */
  readonly beneath?: ReactNode;
  readonly deeds?: ReactNode;
}

export function QuestionPage({ question, title, place, children, beneath, deeds }: Props) {
  const go = useNavigate();
  const now = useNow(60_000);
  const [{ kept }] = useSitting();
  const heading = useRef<HTMLHeadingElement>(null);
  // A question that follows another one is read out; the keys work wherever the focus is.
  useEffect(() => heading.current?.focus({ preventScroll: true }), [question.id]);
  useReviewKeys({ history: () => void go({ to: '/history/$id', params: { id: question.record } }) });
  return (
    <article className={classes['page']} aria-label={`${question.title}, ${question.about}`}>
      <div className={classes['top']}>
        <Button
          variant="default"
          leftSection={<IconArrowLeft size={18} aria-hidden="true" />}
          onClick={() => void go({ to: '/review' })}
        >
          All questions
        </Button>
        {kept && (kept.question !== question.id || question.status === 'open') ? <KeptLine kept={kept} /> : null}
        {place ? <span className={classes['place']}>{place}</span> : null}
      </div>
      <div className={classes['middle']}>
        <header>
          <h1 className={classes['title']} tabIndex={-1} ref={heading}>
            {title}
          </h1>
          <p className={classes['about']}>{[question.about, question.siteName].filter(Boolean).join(' · ')}</p>
          {question.status === 'open' && question.passedOn ? (
            <p className={classes['passedOn']}>{passedOnWords(question, now)}.</p>
          ) : null}
        </header>
        <div className={classes['cards']}>{children}</div>
        {beneath}
        <div className={classes['deeds']}>
          <Link className={classes['history']} to="/history/$id" params={{ id: question.record }} aria-keyshortcuts="h">
            <IconHistory size={18} stroke={1.8} aria-hidden="true" />
            See full history
            <KeyHint keys={['h']} />
          </Link>
          {deeds}
        </div>
      </div>
    </article>
  );
}
