/** One field of held work, as an entry of its kind; what was refused is marked until something else is typed. */
import { Select, Textarea, TextInput } from '@mantine/core';
import type { HeldEdit, HeldField } from '../../../protocol/ipc/held.ts';
import type { Fault } from '../../../protocol/ipc/fault.ts';
import { useNow } from '../../app/clock.ts';
import { usePeople } from '../../app/queries.ts';
import { Choice } from '../../ui/Choice.tsx';
import { WhenInput } from '../../ui/WhenInput.tsx';
import { shown, typedNumber, type HeldForm } from './held-form.ts';

const YES_NO = [
  { value: 'yes', words: 'Yes' },
  { value: 'no', words: 'No' },
] as const;

interface FieldProps {
  readonly edit: HeldEdit;
  readonly field: HeldField;
  readonly form: HeldForm;
  readonly failed: Fault | null;
  readonly change: (value: HeldForm[string]) => void;
}

export function HeldEntry(props: FieldProps) {
  const { edit, field, form, change } = props;
  const now = useNow(60_000);
  const value = shown(form, edit, field);
  const error = errorOf(props, value);
  const text = textOf(value);
  const label = field.isRequired ? `${field.title} (needed)` : field.title;
  const typing = { label, value: text, error, 'data-autofocus': field.isWrong || undefined };
  switch (field.kind) {
    case 'line':
      return <TextInput {...typing} maxLength={400} onChange={(e) => change(e.currentTarget.value)} />;
    case 'prose':
      return <Textarea {...typing} autosize minRows={2} onChange={(e) => change(e.currentTarget.value)} />;
    case 'number':
      return <TextInput {...typing} inputMode="decimal" onChange={(e) => change(typedNumber(e.currentTarget.value))} />;
    case 'moment':
      return (
        <WhenInput
          label={typeof value === 'string' ? `${label}: “${value}”` : label}
          at={typeof value === 'number' ? value : null}
          now={now}
          error={error}
          first={field.isWrong}
          onChange={change}
        />
      );
    case 'yesNo': {
      const chosen = typeof value === 'boolean' ? YES_NO[value ? 0 : 1].value : null;
      return (
        <Choice legend={label} options={YES_NO} value={chosen} error={error} onChange={(v) => change(v === 'yes')} />
      );
    }
    case 'choice': {
      const data = field.choices.map((c) => ({ value: c.value, label: c.words }));
      return <Select label={label} data={data} value={text || null} error={error} clearable onChange={change} />;
    }
    case 'person':
      return <PersonField label={label} value={text} error={error} change={change} />;
    case 'fixed':
      return <TextInput label={label} value={field.words} readOnly />;
  }
}

function errorOf({ edit, field, failed }: FieldProps, value: HeldForm[string] | undefined): string | undefined {
  if (failed?.field === `${edit.group}.${field.field}`) return failed.words;
  return field.isWrong && value === field.value ? 'This was not taken.' : undefined;
}

function textOf(value: HeldForm[string] | undefined): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

interface PersonProps {
  readonly label: string;
  readonly value: string;
  readonly error: string | undefined;
  readonly change: (value: string | null) => void;
}

function PersonField({ label, value, error, change }: PersonProps) {
  const people = usePeople().data ?? [];
  const data = people.map((p) => ({ value: p.id, label: p.name }));
  return (
    <Select label={label} data={data} value={value || null} error={error} searchable clearable onChange={change} />
  );
}
