import { Button } from '@mantine/core';
import { STATUSES, inWords } from '../../../domain/schema/hospital.ts';
import type { Json } from '../../../domain/json.ts';
import { now, useNow } from '../../app/clock.ts';
import { Choice } from '../../ui/Choice.tsx';
import { WhenInput } from '../../ui/WhenInput.tsx';
import { useVisitForm } from './visit-context.ts';
import { shownValue } from './visit-form.ts';
import { VisitSection } from './VisitSection.tsx';
import classes from './visit.module.css';

const OPTIONS = STATUSES.map((value) => ({ value, words: capital(inWords(value)) }));

/** How far the visit is. Starting and finishing stamp the time, which can be corrected. */
export function ProgressSection() {
  const { view, form, errors, mayEdit, set } = useVisitForm();
  const progress = shownValue(form, view.job, 'progress');

  const choose = (status: (typeof STATUSES)[number]): void => {
    const stamp: { [field: string]: Json } = { status };
    if (status === 'started' && typeof progress['started'] !== 'number') stamp['started'] = now();
    if (status === 'done' && typeof progress['finished'] !== 'number') stamp['finished'] = now();
    set(view.job, 'progress', stamp);
  };
  const time = (field: 'started' | 'finished', label: string) => (
    <TimeField
      label={label}
      at={progress[field]}
      disabled={!mayEdit}
      error={errors[`progress.${field}`]}
      change={(at) => set(view.job, 'progress', { [field]: at })}
    />
  );

  return (
    <VisitSection title="Progress" anchor="progress" of={{ record: view.job, group: 'progress' }}>
      <div className={classes['stack']}>
        <Choice
          legend="Status"
          options={OPTIONS}
          value={typeof progress['status'] === 'string' ? progress['status'] : null}
          disabled={!mayEdit}
          error={errors['progress.status']}
          onChange={choose}
        />
        <div className={classes['fields']}>
          {time('started', 'Started')}
          {time('finished', 'Finished')}
        </div>
      </div>
    </VisitSection>
  );
}

interface TimeProps {
  readonly label: string;
  readonly at: Json | undefined;
  readonly disabled: boolean;
  readonly error: string | undefined;
  readonly change: (at: number | null) => void;
}

function TimeField({ label, at, disabled, error, change }: TimeProps) {
  const today = useNow(60_000);
  return (
    <div className={classes['moment']}>
      <WhenInput
        label={label}
        at={typeof at === 'number' ? at : null}
        now={today}
        disabled={disabled}
        error={error}
        onChange={change}
      />
      {disabled ? null : (
        <Button variant="default" onClick={() => change(now())} aria-label={`${label} now`}>
          Now
        </Button>
      )}
    </div>
  );
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
