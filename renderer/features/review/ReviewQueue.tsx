/**
 * The questions that wait, in the order in which they are asked, those of one record together under its name; and those
 * that were answered.
 */
import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useNow } from '../../app/clock.ts';
import { useQuestions } from '../../app/queries.ts';
import { useAppState } from '../../app/state.tsx';
import { count, many } from '../../ui/amount.ts';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { ScreenHead } from '../../ui/ScreenHead.tsx';
import { byRecord } from './by-record.ts';
import { KeptLine } from './KeptLine.tsx';
import { ASKED_OF_ME, nextQuestion } from './next-question.ts';
import { NoQuestions } from './NoQuestions.tsx';
import type { QueueFilter } from './queue-filter.ts';
import { QueueFilters } from './QueueFilters.tsx';
import { RecordQuestions } from './RecordQuestions.tsx';
import { useSitting } from './sitting.tsx';
import { useQueueFilter } from './use-queue-filter.ts';
import classes from './ReviewQueue.module.css';

const STEP = 200;
const MINE: QueueFilter = { status: 'open', whose: 'forMe', site: null, kind: null };
const EVERYBODYS: QueueFilter = { ...MINE, whose: 'all' };

export function ReviewQueue() {
  const { person, questions: mine, link } = useAppState();
  const decides = person !== null && person.role !== 'technician';
  const [filter, setFilter] = useQueueFilter(decides ? MINE : EVERYBODYS);
  const apart = link.phase === 'off' || link.phase === 'cannot';
  const about = aboutWords(mine, decides, apart);
  return (
    <div className={classes['screen']}>
      <ScreenHead title="Review" about={<span role="status">{about}</span>}>
        <Begin />
      </ScreenHead>
      {filter === null ? null : <Queue filter={filter} change={setFilter} />}
    </div>
  );
}

interface QueueProps {
  readonly filter: QueueFilter;
  readonly change: (filter: QueueFilter) => void;
}

function Queue({ filter, change }: QueueProps) {
  const [shown, show] = useState(STEP);
  const [sitting] = useSitting();
  const now = useNow(60_000);
  const list = useQuestions({ ...filter, limit: shown });
  const rows = list.data?.rows ?? [];
  const hidden = (list.data?.total ?? 0) - rows.length;
  return (
    <>
      <QueueFilters filter={filter} change={change} list={list.data} />
      <div className={classes['scroll']}>
        {sitting.kept ? (
          <div className={classes['kept']}>
            <KeptLine kept={sitting.kept} />
          </div>
        ) : null}
        {list.isError ? <ErrorState error={list.error} again={() => void list.refetch()} /> : null}
        {list.data && rows.length === 0 ? <NoQuestions filter={filter} change={change} /> : null}
        <ul className={classes['records']} aria-label="Questions">
          {byRecord(rows).map((group) => (
            <RecordQuestions key={group.key} group={group} now={now} putOff={sitting.later} />
          ))}
        </ul>
        {hidden > 0 ? (
          <div className={classes['more']}>
            <Button variant="default" onClick={() => show(shown + STEP)}>
              Show more ({count(hidden)} are not shown)
            </Button>
          </div>
        ) : null}
      </div>
    </>
  );
}

function aboutWords(mine: number, decides: boolean, apart: boolean): string {
  if (!decides && mine === 0) return 'A service manager decides; you see what is asked about your work';
  if (mine === 0) return 'Nothing waits for your answer';
  const waits = `${many(mine, 'question')} ${mine === 1 ? 'waits' : 'wait'} for your answer`;
  return apart ? `${waits}; you can answer without a connection` : waits;
}

/** Goes to the first question that was not put off. */
function Begin() {
  const go = useNavigate();
  const [{ later }] = useSitting();
  const mine = (useQuestions(ASKED_OF_ME).data?.rows ?? []).filter((q) => q.mayAnswer);
  const { next } = nextQuestion(mine, later, null);
  if (!next) return null;
  return (
    <Button autoFocus onClick={() => void go({ to: '/review/$id', params: { id: next.id } })}>
      {mine.length === 1 ? 'Answer the question' : `Answer ${count(mine.length)} questions`}
    </Button>
  );
}
