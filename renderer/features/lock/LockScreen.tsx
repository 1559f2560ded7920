/** The laptop is locked: the PIN opens it, with or without a network. What waits goes on being sent meanwhile. */
import { Button, PasswordInput } from '@mantine/core';
import { type FormEvent, useRef, useState } from 'react';
import type { Fault } from '../../../protocol/ipc/fault.ts';
import { useAppState } from '../../app/state.tsx';
import { trpc } from '../../ipc/client.ts';
import { many } from '../../ui/amount.ts';
import { faultOf } from '../../ui/ErrorState.tsx';
import { Gate } from '../../ui/Gate.tsx';
import classes from './LockScreen.module.css';

export function LockScreen() {
  const { person, organisation, deviceName, version, waiting, link } = useAppState();
  const [pin, setPin] = useState('');
  const [fault, setFault] = useState<Fault | null>(null);
  const [busy, setBusy] = useState(false);
  const field = useRef<HTMLInputElement>(null);

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    setFault(null);
    try {
      await trpc.session.unlock.mutate({ pin });
    } catch (error) {
      setFault(faultOf(error));
      field.current?.select();
    } finally {
      setBusy(false);
    }
  };

  return (
    <Gate
      promise={
        waiting.total === 0 ? 'Nothing waits on this laptop.' : `${many(waiting.total, 'change')} safe on this laptop.`
      }
      foot={`${link.says} · Holdfast ${version}`}
      title={person ? `Welcome back, ${person.name}` : 'This laptop is locked'}
      about={[organisation, deviceName].filter(Boolean).join(' · ')}
    >
      <form className={classes['form']} onSubmit={(event) => void submit(event)} noValidate>
        <PasswordInput
          ref={field}
          label="PIN"
          value={pin}
          autoFocus
          inputMode="numeric"
          autoComplete="current-password"
          error={fault?.words}
          visibilityToggleButtonProps={{ 'aria-label': 'Show the PIN' }}
          onChange={(event) => setPin(event.currentTarget.value)}
        />
        <Button type="submit" disabled={busy || pin === ''}>
          Unlock
        </Button>
      </form>
    </Gate>
  );
}
