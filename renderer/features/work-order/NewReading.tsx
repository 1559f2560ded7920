import { Autocomplete } from '@mantine/core';
import type { RecordView } from '../../../protocol/ipc/views.ts';
import { Entry, EntryField } from './EntryFields.tsx';
import { numberIn, textOf } from './field-text.ts';
import { numberOf } from './new-rows.ts';
import { outsideWords } from './reading-limits.ts';
import { useVisitForm } from './visit-context.ts';
import type { NewRow } from './visit-form.ts';
import classes from './visit.module.css';

interface Props {
  readonly row: NewRow;
  /** Earlier readings of this job: naming one of their quantities fills in its unit and limits. */
  readonly known: readonly RecordView[];
}

/** A reading to be saved; whether it is outside its limits is said while it is typed. */
export function NewReading({ row, known }: Props) {
  const { errors, setRow } = useVisitForm();
  const names = [...new Set(known.map((reading) => textOf(reading, 'entry', 'quantity')))].filter(Boolean);
  const limits = { low: numberOf(row.entered['low'] ?? ''), high: numberOf(row.entered['high'] ?? '') };
  const outside = outsideWords(numberOf(row.entered['value'] ?? ''), limits);

  const name = (quantity: string): void => {
    const like = known.findLast((reading) => textOf(reading, 'entry', 'quantity') === quantity);
    if (!like) return setRow(row.key, { quantity });
    const text = (field: string): string => String(numberIn(like, 'entry', field) ?? '');
    setRow(row.key, { quantity, unit: textOf(like, 'entry', 'unit'), low: text('low'), high: text('high') });
  };

  return (
    <Entry row={row} title="New reading">
      <div className={classes['grid']}>
        <Autocomplete
          label="Quantity"
          data={names}
          comboboxProps={{ portalProps: { target: '#screen' } }}
          value={row.entered['quantity'] ?? ''}
          error={errors[`${row.key}.quantity`]}
          maxLength={400}
          autoFocus={!row.entered['quantity']}
          onChange={name}
        />
        <EntryField row={row} field="value" label="Value" mono number />
        <EntryField row={row} field="unit" label="Unit" />
        <EntryField row={row} field="low" label="Lower limit" mono number />
        <EntryField row={row} field="high" label="Upper limit" mono number />
        <EntryField row={row} field="instrument" label="Instrument" />
      </div>
      {outside ? (
        <p className={classes['bad']} role="status">
          {row.entered['value']} is {outside}
        </p>
      ) : null}
    </Entry>
  );
}
