/** The question for those who wait for the answer: both versions, and who decides. */
import type { QuestionView } from '../../../protocol/ipc/views.ts';
import { waitingWords } from './next-question.ts';
import { QuestionPage } from './QuestionPage.tsx';
import { SideCard } from './SideCard.tsx';
import { valueSize } from './value-size.ts';
import { wordDiff } from './word-diff.ts';
import { WriteOn } from './WriteOn.tsx';
import classes from './Picker.module.css';

export function ReadOnlyQuestion({ question }: { readonly question: QuestionView }) {
  const who = question.reviewer ?? 'a service manager';
  const [first, second] = question.sides;
  const diff = wordDiff(first?.words ?? '', second?.words ?? '');
  return (
    <QuestionPage
      question={question}
      title={
        <>
          <strong>{question.title}</strong>: Conflict — waiting for {who}
        </>
      }
      deeds={<WriteOn question={question} />}
      beneath={
        <p className={classes['waiting']}>
          {question.sidesWaiting > 0 ? `${waitingWords(question.sidesWaiting)} ` : ''}
          You can go on working; whichever is chosen, the other one stays in the history.
        </p>
      }
    >
      {([0, 1] as const).map((at) => {
        const side = question.sides[at];
        return side ? (
          <SideCard
            key={side.side}
            side={side}
            at={at}
            pieces={diff[at]}
            size={valueSize(question.sides)}
            state="read"
          />
        ) : null;
      })}
    </QuestionPage>
  );
}
