/** The jobs that were done on a device, newest first. */
import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { inWords } from '../../../domain/schema/hospital.ts';
import type { WorkRow } from '../../../protocol/ipc/views.ts';
import { useNow } from '../../app/clock.ts';
import { count } from '../../ui/amount.ts';
import { Facts } from '../../ui/Facts.tsx';
import { Section } from '../../ui/Section.tsx';
import { day } from '../../ui/when.ts';
import { SyncLabel } from '../sync-label/SyncLabel.tsx';
import classes from './ServiceHistory.module.css';

const SHOWN = 12;
const SIGN_OFF = { none: '', signed: 'signed off', changed: 'changed after signing' };

export function ServiceHistory({ jobs }: { readonly jobs: readonly WorkRow[] }) {
  const [shown, show] = useState(SHOWN);
  const today = useNow(60_000);
  const left = jobs.length - shown;
  return (
    <Section title="Service history" flush aside={<span className="mono">{count(jobs.length)}</span>}>
      {jobs.length === 0 ? <p className={classes['none']}>No job was done on this device so far.</p> : null}
      <ol>
        {jobs.slice(0, shown).map((job) => (
          <li key={job.id} className={classes['job']}>
            <span className={classes['when']}>{jobDay(job, today)}</span>
            <div className={classes['what']}>
              <Link className={classes['link']} to="/work/$id" params={{ id: job.id }}>
                {job.title}
              </Link>
              <Facts>
                {inWords(job.status)}
                {inWords(job.kind)}
                {job.technicianName}
                {SIGN_OFF[job.signOff]}
                <span className="mono">{job.number}</span>
              </Facts>
            </div>
            <div className={classes['label']}>
              <SyncLabel label={job.label} place="row" />
            </div>
          </li>
        ))}
      </ol>
      {left > 0 ? (
        <div className={classes['more']}>
          <Button variant="default" onClick={() => show(shown + 100)}>
            {left > 100 ? 'Show 100 more' : `Show ${left} more`}
          </Button>
        </div>
      ) : null}
    </Section>
  );
}

function jobDay(job: WorkRow, today: number) {
  const at = job.scheduled ?? job.due;
  return at === null ? 'no date' : <time>{day(at, today)}</time>;
}
