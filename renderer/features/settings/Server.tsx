import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useNow } from '../../app/clock.ts';
import { useAppState } from '../../app/state.tsx';
import { count } from '../../ui/amount.ts';
import { Section } from '../../ui/Section.tsx';
import { when } from '../../ui/when.ts';
import classes from './settings.module.css';

/** Where the work goes, and how the way there is. */
export function Server() {
  const { link, replica, serverHint } = useAppState();
  const go = useNavigate();
  const now = useNow(60_000);
  return (
    <Section title="Server and link">
      <dl className={classes['facts']}>
        <dt>Server</dt>
        <dd className={classes['address']}>{link.server ?? serverHint ?? 'none'}</dd>
        <dt>Link</dt>
        <dd>{link.says}</dd>
        <dt>Last write</dt>
        <dd>{link.lastWriteAt === null ? 'none so far' : <time>{when(link.lastWriteAt, now)}</time>}</dd>
        <dt>Records here</dt>
        <dd className="mono">{count(replica.records)}</dd>
      </dl>
      <div className={classes['deeds']}>
        <Button variant="default" onClick={() => void go({ to: '/sync' })}>
          Open Sync
        </Button>
      </div>
    </Section>
  );
}
