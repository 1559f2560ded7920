/** One entry: who, what, before and after in words, when it was made and received, and what became of it. */
import {
  IconArrowRight,
  IconClockExclamation,
  IconDeviceLaptop,
  IconGitMerge,
  IconHistory,
  IconPencil,
  IconStrikethrough,
  IconUserQuestion,
} from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { HistoryEntry } from '../../../protocol/ipc/views.ts';
import { count } from '../../ui/amount.ts';
import { clockTime, day, dayDistance } from '../../ui/when.ts';
import { toldAt } from './story.ts';
import { UndoEntry } from './UndoEntry.tsx';
import classes from './EntryLine.module.css';

const ICONS: Readonly<Record<HistoryEntry['kind'], typeof IconPencil>> = {
  edit: IconPencil,
  pending: IconDeviceLaptop,
  setAside: IconHistory,
  question: IconUserQuestion,
  answer: IconGitMerge,
  struck: IconStrikethrough,
};

const ROLES: { readonly [role: string]: string } = {
  technician: 'technician',
  lead: 'team lead',
  manager: 'service manager',
  admin: 'administrator',
};

export function EntryLine({ entry, now }: { readonly entry: HistoryEntry; readonly now: number }) {
  const Icon = ICONS[entry.kind];
  const role = ROLES[entry.role] ?? entry.role;
  return (
    <div className={classes['entry']} data-kind={entry.kind}>
      <MadeAt entry={entry} now={now} />
      <Icon className={classes['icon']} size={20} stroke={1.7} aria-hidden="true" />
      <div className={classes['what']}>
        <p className={classes['title']}>
          <span className={classes['part']}>{entry.title}</span>
          <span className={classes['by']}>
            {entry.person}
            {role ? `, ${role}` : ''}
          </span>
        </p>
        <Values entry={entry} />
        {entry.saw === null ? null : (
          <p className={classes['saw']}>Had in view when it was written: {entry.saw || 'nothing'}</p>
        )}
        <p className={classes['became']}>
          {entry.became} <QuestionLink entry={entry} />
        </p>
        {entry.clock === null ? null : (
          <p className={classes['clock']}>
            <IconClockExclamation size={16} stroke={1.8} aria-hidden="true" /> {entry.clock}
          </p>
        )}
        {entry.undo === null ? null : <UndoEntry undo={entry.undo} title={entry.title} />}
      </div>
      <div className={classes['path']}>
        {entry.receivedAt === null ? null : (
          <span>
            received <time>{clockTime(entry.receivedAt)}</time>
          </span>
        )}
        {entry.path === null ? null : <span>{entry.path}</span>}
        {entry.position === null ? null : (
          <span>
            position <span className="mono">{count(entry.position)}</span>
          </span>
        )}
      </div>
    </div>
  );
}

/** By the clock of the laptop that made it; with its day, where that is not the day of arrival above. */
function MadeAt({ entry, now }: { readonly entry: HistoryEntry; readonly now: number }) {
  const isOfThatDay = dayDistance(entry.madeAt, toldAt(entry)) === 0;
  return (
    <time className={classes['time']}>
      {isOfThatDay ? null : <span className={classes['day']}>{day(entry.madeAt, now)}</span>}
      {clockTime(entry.madeAt)}
    </time>
  );
}

/** To where it was asked, from the conflict and from the question. */
function QuestionLink({ entry: { question, kind, title } }: { readonly entry: HistoryEntry }) {
  if (question === null || kind === 'answer') return null;
  return (
    <Link
      to="/review/$id"
      params={{ id: question }}
      className={classes['link']}
      aria-label={`Open the question: ${title}`}
    >
      Open the question
    </Link>
  );
}

/** "none → parts were replaced"; long texts stand one above the other. */
function Values({ entry: { before, after, kind } }: { readonly entry: HistoryEntry }) {
  const long = (before?.length ?? 0) + after.length > 110;
  return (
    <div className={classes['values']} data-long={long}>
      {before === null || before === '' ? null : (
        <>
          <span className={classes['before']}>{before}</span>
          <IconArrowRight className={classes['arrow']} size={17} stroke={1.8} aria-label="became" role="img" />
        </>
      )}
      {kind === 'struck' ? <s>{after}</s> : <span className={classes['after']}>{after}</span>}
    </div>
  );
}
