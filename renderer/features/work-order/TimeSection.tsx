import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useNow } from '../../app/clock.ts';
import { Choice, type ChoiceOption } from '../../ui/Choice.tsx';
import { span, when } from '../../ui/when.ts';
import { SyncLabel } from '../sync-label/SyncLabel.tsx';
import { Entry, EntryField } from './EntryFields.tsx';
import { numberIn, textOf } from './field-text.ts';
import { useVisitForm } from './visit-context.ts';
import type { NewRow } from './visit-form.ts';
import { sameLabel } from './visit-label.ts';
import { VisitSection } from './VisitSection.tsx';
import classes from './visit.module.css';

const KINDS: readonly ChoiceOption<'work' | 'travel' | 'waiting'>[] = [
  { value: 'work', words: 'Work' },
  { value: 'travel', words: 'Travel' },
  { value: 'waiting', words: 'Waiting' },
];

/** Time spent, entry by entry. */
export function TimeSection() {
  const { view, form, label, mayEdit, addRow } = useVisitForm();
  const now = useNow(60_000);
  const added = form.rows.filter((row) => row.collection === 'timeEntry');
  const total = view.times.reduce((sum, entry) => sum + (numberIn(entry, 'entry', 'minutes') ?? 0), 0);
  return (
    <VisitSection
      title="Time"
      anchor="time"
      unsaved={added.length > 0}
      flush
      aside={total > 0 ? <span className={classes['small']}>{span(total * 60_000)} in all</span> : null}
    >
      <ul className={classes['lines']}>
        {view.times.map((entry) => {
          const at = numberIn(entry, 'entry', 'startedAt');
          return (
            <li key={entry.id} className={classes['line']}>
              <span className={classes['what']}>
                <span className="mono">{numberIn(entry, 'entry', 'minutes')} min</span> {textOf(entry, 'entry', 'kind')}
                {at === null ? null : <span className={classes['muted']}> · {when(at, now)}</span>}
              </span>
              {sameLabel(entry.label, label) ? null : <SyncLabel label={entry.label} />}
            </li>
          );
        })}
        {added.map((row) => (
          <NewTime key={row.key} row={row} />
        ))}
      </ul>
      {mayEdit ? (
        <div className={classes['add']}>
          <Button
            variant="default"
            leftSection={<IconPlus size={18} aria-hidden="true" />}
            onClick={() => addRow('timeEntry', { kind: 'work' })}
          >
            Add time
          </Button>
        </div>
      ) : null}
      {view.times.length === 0 && !mayEdit ? <p className={classes['pad']}>No time was entered.</p> : null}
    </VisitSection>
  );
}

function NewTime({ row }: { readonly row: NewRow }) {
  const { setRow } = useVisitForm();
  return (
    <Entry row={row} title="New time">
      <div className={classes['fields']}>
        <Choice
          legend="Spent on"
          options={KINDS}
          value={row.entered['kind'] ?? null}
          onChange={(kind) => setRow(row.key, { kind })}
        />
        <EntryField row={row} field="minutes" label="Minutes" mono number focus />
      </div>
    </Entry>
  );
}
