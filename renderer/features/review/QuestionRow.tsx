/** One question in the queue: what it is about, the values in short, who decides, and since when it waits. */
import { Link } from '@tanstack/react-router';
import type { QuestionView } from '../../../protocol/ipc/views.ts';
import { span, when } from '../../ui/when.ts';
import { SyncLabel } from '../sync-label/SyncLabel.tsx';
import { fromTheDifference } from './from-the-difference.ts';
import { passedOnWords } from './passed-on.ts';
import classes from './ReviewQueue.module.css';

const HOUR = 3_600_000;

interface Props {
  readonly question: QuestionView;
  readonly now: number;
  /** Decided later, by this person, in this sitting. */
  readonly putOff: boolean;
}

export function QuestionRow({ question, now, putOff }: Props) {
  const { answered, sides, sidesWaiting } = question;
  const inShort = fromTheDifference(sides[0]?.words ?? '', sides[1]?.words ?? '');
  return (
    <li className={classes['row']}>
      <div className={classes['what']}>
        <Link
          className={classes['link']}
          to="/review/$id"
          params={{ id: question.id }}
          aria-label={`${question.title}, ${question.about}`}
        >
          {question.title}
        </Link>
      </div>
      <div className={classes['sides']}>
        {sides.map((side, i) => (
          <span key={side.side} className={classes['side']} data-kept={answered?.side === side.side}>
            {answered?.side === side.side ? <span className={classes['tag']}>kept</span> : null}
            <span className={classes['value']}>{inShort[i] ?? side.words}</span>
            <span className={classes['by']}>{side.isMine ? 'you' : side.person}</span>
          </span>
        ))}
        {sidesWaiting > 0 ? <span className={classes['by']}>and {sidesWaiting} more</span> : null}
      </div>
      <div className={classes['state']}>
        {answered ? (
          <>
            <span>
              {answered.by}, <time>{when(answered.at, now)}</time>
            </span>
            {answered.reason ? <span className={classes['by']}>“{answered.reason}”</span> : null}
            <span className={classes['label']}>
              <SyncLabel label={answered.label} place="row" />
            </span>
          </>
        ) : (
          <Waiting question={question} now={now} putOff={putOff} />
        )}
      </div>
    </li>
  );
}

function Waiting({ question, now, putOff }: Props) {
  const { forMe, reviewer, openedAt } = question;
  return (
    <>
      <span className={forMe ? classes['mine'] : undefined}>
        {forMe ? 'For you' : `Waiting for ${reviewer ?? 'a service manager'}`}
        {putOff ? ', put off' : ''}
      </span>
      <span className={classes['by']}>
        {now - openedAt < HOUR ? '' : `waits ${span(now - openedAt)}, `}asked <time>{when(openedAt, now)}</time>
      </span>
      {question.passedOn ? <span className={classes['by']}>{passedOnWords(question, now)}</span> : null}
    </>
  );
}
