/** The questions that wait, in the order in which they are asked; and those that were answered. */
import { Button } from '@mantine/core';
import { IconGitMerge } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { QuestionView } from '../../../protocol/ipc/views.ts';
import { useNow } from '../../app/clock.ts';
import { useQuestions } from '../../app/queries.ts';
import { useRemembered } from '../../app/remembered.tsx';
import { useAppState } from '../../app/state.tsx';
import { count, many } from '../../ui/amount.ts';
import { Choice, type ChoiceOption } from '../../ui/Choice.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { ScreenHead } from '../../ui/ScreenHead.tsx';
import { KeptLine } from './KeptLine.tsx';
import { nextQuestion } from './next-question.ts';
import { QuestionRow } from './QuestionRow.tsx';
import { useSitting } from './sitting.tsx';
import classes from './ReviewQueue.module.css';

interface Filter {
  readonly status: 'open' | 'answered';
  readonly whose: 'mine' | 'all';
}

const STATUS: readonly ChoiceOption<Filter['status']>[] = [
  { value: 'open', words: 'Open' },
  { value: 'answered', words: 'Answered' },
];
const WHOSE: readonly ChoiceOption<Filter['whose']>[] = [
  { value: 'mine', words: 'For me' },
  { value: 'all', words: 'All' },
];
const STEP = 200;

export function ReviewQueue() {
  const { person, questions: mine } = useAppState();
  const decides = person !== null && person.role !== 'technician';
  const [filter, setFilter] = useRemembered<Filter>('review.filter', {
    status: 'open',
    whose: decides ? 'mine' : 'all',
  });
  const [shown, show] = useState(STEP);
  const [sitting] = useSitting();
  const now = useNow(60_000);
  const list = useQuestions({ status: filter.status, onlyMine: filter.whose === 'mine' });
  const rows = list.data ?? [];

  return (
    <div className={classes['screen']}>
      <ScreenHead title="Review" about={<span role="status">{aboutWords(mine, decides)}</span>}>
        <Choice
          legend="Which questions"
          legendHidden
          options={STATUS}
          value={filter.status}
          onChange={(status) => setFilter({ ...filter, status })}
        />
        <Choice
          legend="Whose questions"
          legendHidden
          options={WHOSE}
          value={filter.whose}
          onChange={(whose) => setFilter({ ...filter, whose })}
        />
        <Begin />
      </ScreenHead>
      <div className={classes['scroll']}>
        {sitting.kept ? (
          <div className={classes['kept']}>
            <KeptLine kept={sitting.kept} />
          </div>
        ) : null}
        {list.isError ? <ErrorState error={list.error} again={() => void list.refetch()} /> : null}
        {list.data && rows.length === 0 ? <NoQuestions filter={filter} setFilter={setFilter} /> : null}
        <ul className={classes['rows']}>
          {rows.slice(0, shown).map((question) => (
            <QuestionRow key={question.id} question={question} now={now} putOff={sitting.later.includes(question.id)} />
          ))}
        </ul>
        {rows.length > shown ? (
          <div className={classes['more']}>
            <Button variant="default" onClick={() => show(shown + STEP)}>
              Show more ({count(rows.length - shown)} are not shown)
            </Button>
          </div>
        ) : null}
      </div>
    </div>
  );
}

function aboutWords(mine: number, decides: boolean): string {
  if (mine > 0) return `${many(mine, 'question')} ${mine === 1 ? 'waits' : 'wait'} for your answer`;
  return decides ? 'Nothing waits for your answer' : 'A service manager decides; you see what is asked about your work';
}

/** Goes to the first question that was not put off. */
function Begin() {
  const go = useNavigate();
  const [{ later }] = useSitting();
  const mine: readonly QuestionView[] = (useQuestions({ status: 'open', onlyMine: true }).data ?? []).filter(
    (q) => q.mayAnswer,
  );
  const { next } = nextQuestion(mine, later, null);
  if (!next) return null;
  return (
    <Button autoFocus onClick={() => void go({ to: '/review/$id', params: { id: next.id } })}>
      {mine.length === 1 ? 'Answer the question' : `Answer ${count(mine.length)} questions`}
    </Button>
  );
}

interface NoQuestionsProps {
  readonly filter: Filter;
  readonly setFilter: (filter: Filter) => void;
}

function NoQuestions({ filter, setFilter }: NoQuestionsProps) {
  if (filter.status === 'answered') {
    return (
      <EmptyState title="Nothing was decided so far">
        {filter.whose === 'mine' ? (
          <Button variant="default" mt="md" onClick={() => setFilter({ ...filter, whose: 'all' })}>
            Show everyone’s decisions
          </Button>
        ) : (
          'Decisions stay here with who made them and why.'
        )}
      </EmptyState>
    );
  }
  return (
    <EmptyState
      title="Nothing to decide"
      icon={<IconGitMerge size={40} stroke={1.4} />}
      deeds={
        filter.whose === 'mine' ? (
          <Button variant="default" onClick={() => setFilter({ ...filter, whose: 'all' })}>
            Show questions for others
          </Button>
        ) : null
      }
    >
      When two people write different things into the same field without knowing of each other, it is asked here, once.
    </EmptyState>
  );
}
