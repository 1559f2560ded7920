/** My work: the list at the left, the visit at the right; on a narrow window one at a time. */
import { IconClipboardList } from '@tabler/icons-react';
import { Outlet, useParams } from '@tanstack/react-router';
import { WorkList } from '../features/work-list/WorkList.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { KeyHint } from '../ui/KeyHint.tsx';
import classes from './WorkScreen.module.css';

export function WorkScreen() {
  const { id } = useParams({ strict: false });
  return (
    <div className={classes['work']} data-picked={id !== undefined}>
      <div className={classes['list']}>
        <WorkList picked={id ?? null} />
      </div>
      <div className={classes['record']}>
        <Outlet />
      </div>
    </div>
  );
}

export function NoJobPicked() {
  return (
    <EmptyState title="Pick a job to see the visit" icon={<IconClipboardList size={40} stroke={1.4} />}>
      Arrow keys move in the list, <KeyHint keys={['Enter']} /> opens, <KeyHint keys={['/']} /> searches.
    </EmptyState>
  );
}
