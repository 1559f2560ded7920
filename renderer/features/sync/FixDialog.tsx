/** Held work put right: every value that was refused, in a form, the wrong one marked and first to be typed into. */
import { Button, Modal } from '@mantine/core';
import { useState } from 'react';
import type { HeldItem } from '../../../protocol/ipc/held.ts';
import { trpc } from '../../ipc/client.ts';
import { Facts } from '../../ui/Facts.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { useAttempt } from '../../ui/use-attempt.ts';
import { fieldsToShow, fixedEdits, keyOf, type FixedEdit, type HeldForm } from './held-form.ts';
import { HeldEntry } from './HeldEntry.tsx';
import classes from './HeldSection.module.css';

const CLOSE = { 'aria-label': 'Close' };

/** As the door types it: the same values, not marked readonly. */
type FixInput = Parameters<typeof trpc.sync.fixHeld.mutate>[0];

export function FixDialog({ item, close }: { readonly item: HeldItem; readonly close: () => void }) {
  const [form, setForm] = useState<HeldForm>({});
  const { busy, failed, attempt } = useAttempt();
  const edits = fixedEdits(form, item);
  const send = async (): Promise<void> => {
    if (!edits) return;
    const done = await attempt(() => trpc.sync.fixHeld.mutate({ seq: item.seq, edits: edits.map(asTyped) }));
    if (done) close();
  };
  return (
    <Modal opened onClose={close} title={`Fix: ${item.title}`} size="lg" closeButtonProps={CLOSE}>
      <form
        className={classes['form']}
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <Facts>
          {item.about}
          {item.reason}
        </Facts>
        {item.edits.map((edit) => (
          <fieldset key={`${edit.record}/${edit.group}`} className={classes['edit']}>
            <legend>{[edit.title, edit.about].filter(Boolean).join(', ')}</legend>
            {fieldsToShow(edit).map((field) => (
              <HeldEntry
                key={field.field}
                edit={edit}
                field={field}
                form={form}
                failed={failed}
                change={(value) => setForm({ ...form, [keyOf(edit, field)]: value })}
              />
            ))}
          </fieldset>
        ))}
        {failed ? <Notice tone="danger" title={`Not sent. ${failed.words}`} code={failed.code} /> : null}
        <div className={classes['deeds']}>
          <Button type="submit" disabled={busy || edits === null}>
            Send
          </Button>
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
        </div>
      </form>
    </Modal>
  );
}

function asTyped({ record, group, set }: FixedEdit): FixInput['edits'][number] {
  return { record, group, set: set as FixInput['edits'][number]['set'] };
}
