/** One line of work in words: "CT scanner SN 4471 · image artefact", where, until when, how urgent, and its label. */
import { Link } from '@tanstack/react-router';
import type { KeyboardEventHandler } from 'react';
import { inWords } from '../../../domain/schema/hospital.ts';
import type { WorkRow } from '../../../protocol/ipc/views.ts';
import { clockTime, dayDistance, weekday, when } from '../../ui/when.ts';
import { SyncLabel } from '../sync-label/SyncLabel.tsx';
import classes from './WorkList.module.css';

interface Props {
  readonly row: WorkRow;
  readonly now: number;
  readonly picked: boolean;
  /** Whose job it is, where not all are mine. */
  readonly showPerson: boolean;
  /** Arrow keys are a convenience on top of the link and the label, which remain reachable with Tab. */
  readonly onKeyDown: KeyboardEventHandler<HTMLElement>;
}

const PRIORITY: { readonly [code: string]: string } = { emergency: 'Emergency', urgent: 'Urgent', low: 'Low priority' };

export function WorkRowLine({ row, now, picked, showPerson, onKeyDown }: Props) {
  const at = row.scheduled ?? row.due;
  const priority = PRIORITY[row.priority];
  const strong = row.priority === 'emergency' || row.priority === 'urgent';
  return (
    <div className={classes['row']} data-picked={picked} data-testid="work-row">
      <div className={classes['time']} data-late={row.due !== null && row.due < now}>
        {at === null ? '–' : <time>{dayDistance(at, now) === 0 ? clockTime(at) : shortDay(at, now)}</time>}
      </div>
      <div className={classes['body']}>
        <Link
          to="/work/$id"
          params={{ id: row.id }}
          className={classes['link']}
          activeProps={{ 'aria-current': 'true' }}
          data-row-link=""
          onKeyDown={onKeyDown}
        >
          {[row.equipmentName, row.title].filter(Boolean).join(' · ')}
        </Link>
        <div className={classes['facts']}>
          {priority ? <span className={strong ? classes['urgent'] : undefined}>{priority}</span> : null}
          {row.room ? <span>{row.room}</span> : null}
          {row.due === null ? null : <span>due {when(row.due, now).replace('today ', '')}</span>}
          {row.status === 'planned' ? null : <span>{inWords(row.status)}</span>}
          {row.signOff === 'changed' ? <span className={classes['urgent']}>Changed after signing</span> : null}
          {showPerson && !row.mine ? <span>{row.technicianName || 'nobody assigned'}</span> : null}
          <span className="mono">{row.number}</span>
        </div>
        <div className={classes['label']}>
          <SyncLabel label={row.label} place="row" onKeyDown={onKeyDown} />
        </div>
      </div>
    </div>
  );
}

/** "Tue 18" fits the column; tomorrow's jobs stand under their own heading and show the hour. */
function shortDay(at: number, now: number): string {
  return dayDistance(at, now) === 1 ? clockTime(at) : weekday(at);
}
