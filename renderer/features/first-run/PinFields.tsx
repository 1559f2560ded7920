import { PasswordInput } from '@mantine/core';
import type { PinErrors } from './pin.ts';

interface Props {
  readonly pin: string;
  readonly again: string;
  readonly errors: PinErrors | null;
  readonly change: (pin: string, again: string) => void;
}

/** A new PIN, twice. */
export function PinFields({ pin, again, errors, change }: Props) {
  return (
    <>
      <PasswordInput
        label="PIN"
        description="At least 4 digits or letters. It cannot be read back, only set anew."
        value={pin}
        error={errors?.pin}
        inputMode="numeric"
        autoComplete="new-password"
        visibilityToggleButtonProps={{ 'aria-label': 'Show the PIN' }}
        onChange={(event) => change(event.currentTarget.value, again)}
      />
      <PasswordInput
        label="PIN once more"
        value={again}
        error={errors?.again}
        inputMode="numeric"
        autoComplete="new-password"
        visibilityToggleButtonProps={{ 'aria-label': 'Show the repeated PIN' }}
        onChange={(event) => change(pin, event.currentTarget.value)}
      />
    </>
  );
}
