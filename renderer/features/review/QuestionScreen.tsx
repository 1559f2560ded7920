/**
 * One question: a sentence, two cards, keys 1 and 2. After the answer the cards slide to their result, what was kept
 * stands above with Undo, and the next question comes.
 */
import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import type { RecordId } from '../../../domain/ids.ts';
import type { QuestionView } from '../../../protocol/ipc/views.ts';
import { useQuestion, useQuestions } from '../../app/queries.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { AnsweredQuestion } from './AnsweredQuestion.tsx';
import { Picker } from './Picker.tsx';
import { ReadOnlyQuestion } from './ReadOnlyQuestion.tsx';
import { ASKED_OF_ME, stillToAsk } from './next-question.ts';
import { useAnswering } from './use-answering.ts';

/** Somebody else's question that may be answered here counts as well while it is asked. */
function withShown(mine: readonly QuestionView[], shown: QuestionView): readonly QuestionView[] {
  return mine.some((q) => q.id === shown.id) ? mine : [shown, ...mine];
}

export function QuestionScreen({ id }: { readonly id: RecordId }) {
  const go = useNavigate();
  const question = useQuestion(id);
  const mine = useQuestions(ASKED_OF_ME).data?.rows;
  const answering = useAnswering(id, mine ?? []);

  if (question.isError) return <ErrorState error={question.error} again={() => void question.refetch()} />;
  // While the cards slide, the question stands as it was answered.
  const shown = answering.settling?.question ?? question.data;
  if (shown === undefined) return null;
  if (shown === null) {
    return (
      <EmptyState
        title="This question is not on this laptop"
        deeds={
          <Button variant="default" onClick={() => void go({ to: '/review' })}>
            Back to Review
          </Button>
        }
      >
        It may belong to a site that your team does not serve, or it has not arrived yet.
      </EmptyState>
    );
  }
  if (shown.status === 'answered') return <AnsweredQuestion question={shown} />;
  if (!shown.mayAnswer) return <ReadOnlyQuestion question={shown} />;
  const asked = [shown.id, ...shown.sides.map((side) => side.side)].join('/');
  return <Picker key={asked} question={shown} open={stillToAsk(withShown(mine ?? [], shown))} answering={answering} />;
}
