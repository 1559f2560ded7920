/** The places of the console at the left edge, each an icon over its word. */
import {
  IconArrowsUpDown,
  IconClipboardList,
  IconGitMerge,
  IconHeartRateMonitor,
  IconSettings,
  IconUsersGroup,
} from '@tabler/icons-react';
import { Link, useRouterState } from '@tanstack/react-router';
import { useEffect } from 'react';
import { Mark } from '../ui/Mark.tsx';
import classes from './Rail.module.css';
import { useAppState } from './state.tsx';
import { workWaiting } from './strip-words.ts';

interface Count {
  readonly n: number;
  readonly tone: 'attention' | 'calm';
  readonly says: string;
}

export function Rail() {
  const { questions, waiting, person } = useAppState();
  const leads = person !== null && person.role !== 'technician';
  const review: Count | null = questions > 0 ? { n: questions, tone: 'attention', says: 'questions for you' } : null;
  const sync = syncCount(workWaiting(waiting), waiting.held);
  const places = [
    { to: '/work', word: 'Work', Icon: IconClipboardList, count: null },
    { to: '/equipment', word: 'Equipment', Icon: IconHeartRateMonitor, count: null },
    { to: '/review', word: 'Review', Icon: IconGitMerge, count: review },
    { to: '/sync', word: 'Sync', Icon: IconArrowsUpDown, count: sync },
    ...(leads ? [{ to: '/team', word: 'Team', Icon: IconUsersGroup, count: null } as const] : []),
    { to: '/settings', word: 'Settings', Icon: IconSettings, count: null },
  ] as const;

  const path = useRouterState({ select: (s) => s.location.pathname });
  const here = path.startsWith('/history') ? 'History' : places.find(({ to }) => path.startsWith(to))?.word;
  useTitle(here ?? null, questions);

  return (
    <nav className={classes['rail']} aria-label="Screens">
      <div className={classes['brand']}>
        <Mark size={34} />
      </div>
      <ul className={classes['places']}>
        {places.map(({ to, word, Icon, count }) => (
          <li key={to}>
            <Link to={to} className={classes['place']} activeProps={{ 'aria-current': 'page' }}>
              <Icon size={24} stroke={1.7} aria-hidden="true" />
              <span>{word}</span>
              {count ? (
                <span className={classes['count']} data-tone={count.tone}>
                  {count.n > 99 ? '99+' : count.n}
                  <span className="visually-hidden"> {count.says}</span>
                </span>
              ) : null}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** "(3) Review – Holdfast": what waits is also read where only the window's name is seen. */
function useTitle(word: string | null, waiting: number): void {
  const title = `${waiting > 0 ? `(${waiting}) ` : ''}${word === null ? '' : `${word} – `}Holdfast`;
  useEffect(() => {
    document.title = title;
    return () => {
      document.title = 'Holdfast';
    };
  }, [title]);
}

function syncCount(total: number, held: number): Count | null {
  if (held > 0) return { n: held, tone: 'attention', says: 'changes need attention' };
  return total > 0 ? { n: total, tone: 'calm', says: 'changes wait' } : null;
}
