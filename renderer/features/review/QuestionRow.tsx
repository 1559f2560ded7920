/** One question in the queue: what it is about, the values in short, and who decides. */
import { Link } from '@tanstack/react-router';
import type { QuestionView } from '../../../protocol/ipc/views.ts';
import { Facts } from '../../ui/Facts.tsx';
import { when } from '../../ui/when.ts';
import { SyncLabel } from '../sync-label/SyncLabel.tsx';
import classes from './ReviewQueue.module.css';

interface Props {
  readonly question: QuestionView;
  readonly now: number;
  /** Decided later, by this person, in this sitting. */
  readonly putOff: boolean;
}

export function QuestionRow({ question, now, putOff }: Props) {
  const { answered, sides, sidesWaiting } = question;
  return (
    <li className={classes['row']}>
      <div className={classes['what']}>
        <Link className={classes['link']} to="/review/$id" params={{ id: question.id }}>
          {question.title}
        </Link>
        <Facts>
          {question.about}
          {question.siteName}
        </Facts>
      </div>
      <div className={classes['sides']}>
        {sides.map((side) => (
          <span key={side.side} className={classes['side']} data-kept={answered?.side === side.side}>
            {answered?.side === side.side ? <span className={classes['tag']}>kept</span> : null}
            <span className={classes['value']}>{side.words}</span>
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
            <span className={classes['label']}>
              <SyncLabel label={answered.label} place="row" />
            </span>
          </>
        ) : (
          <>
            <span className={question.mayAnswer ? classes['mine'] : undefined}>
              {question.mayAnswer ? 'For you' : `Waiting for ${question.reviewer ?? 'a service manager'}`}
              {putOff ? ', put off' : ''}
            </span>
            <span className={classes['by']}>
              asked <time>{when(question.openedAt, now)}</time>
            </span>
          </>
        )}
      </div>
    </li>
  );
}
