import { Button } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { ErrorState } from '../../ui/ErrorState.tsx';
import classes from './first-run.module.css';
import { PinFields } from './PinFields.tsx';
import { type PinErrors, pinErrors } from './pin.ts';

interface Props {
  /** Words of the button. */
  readonly says: string;
  readonly back: () => void;
  readonly done: (pin: string) => Promise<unknown>;
}

export function ChoosePin({ says, back, done }: Props) {
  const [entered, setEntered] = useState({ pin: '', again: '' });
  const [errors, setErrors] = useState<PinErrors | null>(null);
  const [failed, setFailed] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const found = pinErrors(entered.pin, entered.again);
    setErrors(found);
    if (found.pin !== null || found.again !== null) return;
    setBusy(true);
    setFailed(null);
    try {
      await done(entered.pin);
    } catch (error) {
      setFailed(error);
    } finally {
      setBusy(false);
    }
  };

  return (
    <form className={classes['form']} onSubmit={(event) => void submit(event)} noValidate>
      <PinFields {...entered} errors={errors} change={(pin, again) => setEntered({ pin, again })} />
      {failed === null ? null : <ErrorState error={failed} />}
      <div className={classes['deeds']}>
        <Button type="submit" disabled={busy}>
          {busy ? 'Preparing this laptop…' : says}
        </Button>
        <Button variant="default" onClick={back} disabled={busy}>
          Back
        </Button>
      </div>
    </form>
  );
}
