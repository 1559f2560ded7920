import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { Choice, type ChoiceOption } from '../../ui/Choice.tsx';
import { NewPart } from './NewPart.tsx';
import { PartRow } from './PartRow.tsx';
import { useVisitForm } from './visit-context.ts';
import { shownValue } from './visit-form.ts';
import { VisitSection } from './VisitSection.tsx';
import classes from './visit.module.css';

const OPTIONS: readonly ChoiceOption<'none' | 'some'>[] = [
  { value: 'none', words: 'None' },
  { value: 'some', words: 'Parts replaced' },
];

/** Whether parts were replaced, and which. Adding a line declares "some" in the same save; struck lines stay visible. */
export function PartsSection() {
  const { view, form, errors, mayEdit, set, addRow } = useVisitForm();
  const declared = shownValue(form, view.job, 'parts')['declared'];
  const added = form.rows.filter((row) => row.collection === 'partLine');
  return (
    <VisitSection
      title="Parts replaced"
      anchor="parts"
      of={{ record: view.job, group: 'parts' }}
      unsaved={added.length > 0}
      flush
    >
      <div className={classes['pad']}>
        <Choice
          legend="Were parts replaced?"
          options={OPTIONS}
          value={typeof declared === 'string' ? declared : null}
          disabled={!mayEdit}
          error={errors['parts.declared']}
          onChange={(value) => set(view.job, 'parts', { declared: value })}
        />
      </div>
      <ul className={classes['lines']}>
        {view.parts.map((part) => (
          <PartRow key={part.id} part={part} />
        ))}
        {added.map((row) => (
          <NewPart key={row.key} row={row} />
        ))}
      </ul>
      {mayEdit ? (
        <div className={classes['add']}>
          <Button
            variant="default"
            leftSection={<IconPlus size={18} aria-hidden="true" />}
            onClick={() => addRow('partLine', { quantity: '1' })}
          >
            Add a part
          </Button>
        </div>
      ) : null}
    </VisitSection>
  );
}
