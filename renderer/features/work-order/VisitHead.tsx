/** The head of a visit stays while its sections scroll: equipment, site and room, job number, label. */
import { Button } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { Link, useNavigate } from '@tanstack/react-router';
import type { LabelView, VisitView } from '../../../protocol/ipc/views.ts';
import { SyncLabel } from '../sync-label/SyncLabel.tsx';
import { textOf } from './field-text.ts';
import classes from './VisitHead.module.css';

interface Props {
  readonly view: VisitView;
  readonly label: LabelView;
}

export function VisitHead({ view, label }: Props) {
  const go = useNavigate();
  const { job, equipment, site } = view;
  const title = textOf(job, 'request', 'title');
  const room = equipment ? textOf(equipment, 'place', 'room') : '';
  return (
    <header className={classes['head']}>
      <Button
        className={classes['back'] ?? ''}
        variant="default"
        leftSection={<IconArrowLeft size={18} aria-hidden="true" />}
        onClick={() => void go({ to: '/work' })}
      >
        My work
      </Button>
      <div className={classes['words']}>
        <h1 className={classes['title']}>{[equipment?.name, title].filter(Boolean).join(' · ') || job.name}</h1>
        <div className={classes['facts']}>
          {site ? <span>{site.name}</span> : null}
          {room ? <span>{room}</span> : null}
          <span>
            job <span className="mono">{textOf(job, 'request', 'number')}</span>
          </span>
          {equipment ? (
            <span>
              <Link to="/equipment/$id" params={{ id: equipment.id }}>
                Device
              </Link>
            </span>
          ) : null}
          <span>
            <Link to="/history/$id" params={{ id: job.id }}>
              History
            </Link>
          </span>
        </div>
      </div>
      <SyncLabel label={label} place="head" />
    </header>
  );
}
