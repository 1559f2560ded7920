/** A record with what is asked about it. */
import type { QuestionView } from '../../../protocol/ipc/views.ts';
import { many } from '../../ui/amount.ts';
import type { OfRecord } from './by-record.ts';
import { QuestionRow } from './QuestionRow.tsx';
import classes from './ReviewQueue.module.css';

interface Props {
  readonly group: OfRecord<QuestionView>;
  readonly now: number;
  /** Questions that were put off in this sitting. */
  readonly putOff: readonly string[];
}

export function RecordQuestions({ group, now, putOff }: Props) {
  const [first] = group.questions;
  const n = group.questions.length;
  return (
    <li className={classes['record']}>
      <div className={classes['about']}>
        <h2 className={classes['name']}>{first.about.replace(' job ', ' job\u00A0')}</h2>
        <p className={classes['by']}>{first.siteName}</p>
        {n > 1 ? <p className={classes['by']}>{many(n, 'question')}, asked in this order</p> : null}
      </div>
      <ul>
        {group.questions.map((question) => (
          <QuestionRow key={question.id} question={question} now={now} putOff={putOff.includes(question.id)} />
        ))}
      </ul>
    </li>
  );
}
