/** The fields of a row that does not exist yet, with its errors and a way to take it back. */
import { Button, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { useVisitForm } from './visit-context.ts';
import type { NewRow } from './visit-form.ts';
import classes from './visit.module.css';

interface EntryProps {
  readonly row: NewRow;
  readonly title: string;
  readonly children: ReactNode;
}

export function Entry({ row, title, children }: EntryProps) {
  const { removeRow } = useVisitForm();
  return (
    <li className={classes['entry']} data-testid="new-row">
      <div className={classes['entryTop']}>
        <span>{title}</span>
        <Button variant="subtle" onClick={() => removeRow(row.key)} aria-label={`Remove: ${title.toLowerCase()}`}>
          Remove
        </Button>
      </div>
      {children}
    </li>
  );
}

interface FieldProps {
  readonly row: NewRow;
  readonly field: string;
  readonly label: string;
  readonly focus?: boolean;
  readonly mono?: boolean;
  readonly number?: boolean;
}

export function EntryField({ row, field, label, focus, mono, number }: FieldProps) {
  const { errors, setRow } = useVisitForm();
  return (
    <TextInput
      label={label}
      value={row.entered[field] ?? ''}
      error={errors[`${row.key}.${field}`]}
      maxLength={400}
      autoFocus={focus === true && Object.values(row.entered).filter(Boolean).length <= 1}
      {...(number ? { inputMode: 'decimal' as const } : {})}
      {...(mono ? { styles: { input: { fontFamily: 'var(--font-mono)', fontSize: '0.93rem' } } } : {})}
      onChange={(event) => setRow(row.key, { [field]: event.currentTarget.value })}
    />
  );
}
