/**
 * Signing off: what it means, and the PIN once more (H-7). The PIN lives in this dialog's field alone; it is gone with it, and
 * it is emptied when it was wrong.
 */
import { Button, Modal, PasswordInput } from '@mantine/core';
import { type FormEvent, useRef, useState } from 'react';
import { inWords, type Meaning, MEANINGS } from '../../../domain/schema/hospital.ts';
import type { Fault } from '../../../protocol/ipc/fault.ts';
import { Choice } from '../../ui/Choice.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { useVisitForm } from './visit-context.ts';
import classes from './visit.module.css';

const CLOSE = { 'aria-label': 'Close' };
const OPTIONS = MEANINGS.map((value) => ({ value, words: inWords(value) }));

export function SignOffDialog({ close }: { readonly close: () => void }) {
  const { me, sign, saving } = useVisitForm();
  const [meaning, setMeaning] = useState<Meaning | null>(null);
  const [pin, setPin] = useState('');
  const [failed, setFailed] = useState<Fault | null>(null);
  const field = useRef<HTMLInputElement>(null);

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (meaning === null || pin === '' || saving) return;
    setFailed(null);
    const fault = await sign({ meaning, pin });
    setPin('');
    if (fault === null) return close();
    setFailed(fault);
    field.current?.focus();
  };

  return (
    <Modal opened onClose={close} title={`Sign off as ${me?.name ?? ''}`} closeButtonProps={CLOSE} size="lg">
      <form className={classes['stack']} onSubmit={(event) => void submit(event)} noValidate>
        <p>
          You sign the progress, what was declared about parts, and the findings, as they stand in the form. The visit
          is saved with it, and what is changed later is marked.
        </p>
        <Choice
          legend="What do you say by signing?"
          options={OPTIONS}
          value={meaning}
          layout="column"
          takesFocus
          onChange={(value) => setMeaning(value)}
        />
        <PasswordInput
          ref={field}
          label="Your PIN, once more"
          value={pin}
          inputMode="numeric"
          autoComplete="off"
          error={failed?.kind === 'wrongPin' ? failed.words : undefined}
          visibilityToggleButtonProps={{ 'aria-label': 'Show the PIN' }}
          onChange={(event) => setPin(event.currentTarget.value)}
        />
        {failed && failed.kind !== 'wrongPin' ? (
          <Notice tone="danger" title={`Not signed. ${failed.words}`} code={failed.code} />
        ) : null}
        <div className={classes['fields']}>
          <Button type="submit" disabled={saving || meaning === null || pin === ''}>
            Sign and save visit
          </Button>
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
        </div>
      </form>
    </Modal>
  );
}
