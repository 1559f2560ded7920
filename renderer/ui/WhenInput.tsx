/** A moment, shown as people say it and typed as they write it; taken over when the field is left or Enter is pressed. */
import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { parseWhen } from './parse-when.ts';
import { when } from './when.ts';

interface Props {
  readonly label: string;
  readonly at: number | null;
  readonly now: number;
  readonly disabled?: boolean;
  readonly error?: string | undefined;
  /** Takes the focus when the dialog that it stands in opens. */
  readonly first?: boolean;
  readonly onChange: (at: number | null) => void;
}

export function WhenInput({ label, at, now, disabled, error, first, onChange }: Props) {
  const [typed, setTyped] = useState<string | null>(null);
  const [wrong, setWrong] = useState(false);
  const take = (): void => {
    if (typed === null) return;
    const next = typed.trim() === '' ? null : parseWhen(typed, now);
    setWrong(next === null && typed.trim() !== '');
    if (next === null && typed.trim() !== '') return;
    setTyped(null);
    if (next !== at) onChange(next);
  };
  return (
    <TextInput
      label={label}
      placeholder="14:02 or 18 Nov 09:40"
      value={typed ?? (at === null ? '' : when(at, now))}
      disabled={disabled === true}
      data-autofocus={first === true || undefined}
      error={wrong ? 'A time such as 14:02 or 18 Nov 09:40' : error}
      styles={{ input: { fontFamily: 'var(--font-mono)', fontSize: '0.93rem' } }}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={take}
      onKeyDown={(event) => {
        if (event.key === 'Enter') take();
      }}
    />
  );
}
