/** The one sentence of a question. */
import type { QuestionView } from '../../../protocol/ipc/views.ts';

export function QuestionTitle({ question }: { readonly question: Pick<QuestionView, 'asks' | 'title'> }) {
  if (question.asks !== null) return <strong>{question.asks}</strong>;
  return (
    <>
      Which is right for <strong>{question.title}</strong>?
    </>
  );
}
