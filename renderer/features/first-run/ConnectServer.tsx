import { Button, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { trpc } from '../../ipc/client.ts';
import { faultOf } from '../../ui/ErrorState.tsx';
import { Notice } from '../../ui/Notice.tsx';
import type { Fault } from '../../../protocol/ipc/fault.ts';
import classes from './first-run.module.css';
import { PinFields } from './PinFields.tsx';
import { pinErrors } from './pin.ts';

interface Props {
  readonly hint: string | null;
  readonly back: () => void;
}

export function ConnectServer({ hint, back }: Props) {
  const [entered, setEntered] = useState({ server: hint ?? 'https://', code: '', pin: '', again: '' });
  const [tried, setTried] = useState(false);
  const [fault, setFault] = useState<Fault | null>(null);
  const [busy, setBusy] = useState(false);

  const pins = pinErrors(entered.pin, entered.again);
  const server = URL.canParse(entered.server) ? null : 'An address such as https://holdfast.example.org';
  const code = entered.code.trim().length < 6 ? 'The code that the operator gave you has at least 6 characters' : null;
  const fine = server === null && code === null && pins.pin === null && pins.again === null;

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setTried(true);
    if (!fine) return;
    setBusy(true);
    setFault(null);
    try {
      await trpc.session.enrol.mutate({ server: entered.server, code: entered.code, pin: entered.pin });
    } catch (error) {
      setFault(faultOf(error));
    } finally {
      setBusy(false);
    }
  };

  return (
    <form className={classes['form']} onSubmit={(event) => void submit(event)} noValidate>
      <TextInput
        label="Address of the server"
        value={entered.server}
        error={(tried && server) || (fault?.field === 'server' && fault.words)}
        type="url"
        spellCheck={false}
        onChange={(event) => setEntered({ ...entered, server: event.currentTarget.value })}
      />
      <TextInput
        label="Enrolment code"
        value={entered.code}
        error={(tried && code) || (fault?.field === 'code' && fault.words)}
        spellCheck={false}
        autoComplete="off"
        styles={{ input: { fontFamily: 'var(--font-mono)' } }}
        onChange={(event) => setEntered({ ...entered, code: event.currentTarget.value })}
      />
      <PinFields
        pin={entered.pin}
        again={entered.again}
        errors={tried ? pins : null}
        change={(pin, again) => setEntered({ ...entered, pin, again })}
      />
      {fault && fault.field === null ? (
        <Notice tone="danger" title={fault.words} code={fault.code}>
          Nothing was changed on this laptop.
        </Notice>
      ) : null}
      <div className={classes['deeds']}>
        <Button type="submit" disabled={busy}>
          {busy ? 'Enrolling this laptop…' : 'Enrol this laptop'}
        </Button>
        <Button variant="default" onClick={back} disabled={busy}>
          Back
        </Button>
      </div>
    </form>
  );
}
