/** One part that was fitted. Striking it is a save of its own (an archive), with a reason, and it stays visible. */
import { Button, Popover, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Fault } from '../../../protocol/ipc/fault.ts';
import type { RecordView } from '../../../protocol/ipc/views.ts';
import { trpc } from '../../ipc/client.ts';
import { faultOf } from '../../ui/ErrorState.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { SyncLabel } from '../sync-label/SyncLabel.tsx';
import { textOf } from './field-text.ts';
import { useVisitForm } from './visit-context.ts';
import { sameLabel } from './visit-label.ts';
import classes from './visit.module.css';

export function PartRow({ part }: { readonly part: RecordView }) {
  const { mayEdit, label } = useVisitForm();
  const number = textOf(part, 'entry', 'partNumber');
  const reason = textOf(part, 'archived', 'reason');
  return (
    <li className={classes['line']} data-testid="part-line" data-struck={part.archived}>
      {part.archived ? (
        <div className={`${classes['what']} ${classes['struck']}`}>
          <s>{part.name}</s>
          <div className={classes['small']}>Struck: does not count{reason ? ` · ${reason}` : ''}</div>
        </div>
      ) : (
        <div className={classes['what']}>
          {part.name}
          {number ? <span className={`mono ${classes['muted']}`}> · {number}</span> : null}
        </div>
      )}
      {sameLabel(part.label, label) ? null : <SyncLabel label={part.label} />}
      {mayEdit ? (
        <div className={classes['deed']}>{part.archived ? <CountAgain part={part} /> : <Strike part={part} />}</div>
      ) : null}
    </li>
  );
}

function Strike({ part }: { readonly part: RecordView }) {
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  const [fault, setFault] = useState<Fault | null>(null);
  const strike = async (): Promise<void> => {
    try {
      await trpc.records.archive.mutate({ id: part.id, reason: reason.trim(), archived: true });
      setOpen(false);
    } catch (error) {
      setFault(faultOf(error));
    }
  };
  return (
    <Popover opened={open} onChange={setOpen} trapFocus position="bottom-end" width={340}>
      <Popover.Target>
        <Button variant="default" onClick={() => setOpen(!open)} aria-label={`Strike ${part.name}`}>
          Strike
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={`Strike ${part.name}`}>
        <form
          className={classes['stack']}
          onSubmit={(event) => {
            event.preventDefault();
            void strike();
          }}
        >
          <TextInput
            label="Why does this line not count?"
            description="It stays visible, struck through, and in the history."
            value={reason}
            maxLength={400}
            data-autofocus
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          {fault ? <Notice tone="danger" title={fault.words} code={fault.code} /> : null}
          <Button type="submit" color="danger" disabled={reason.trim() === ''}>
            Strike this part
          </Button>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}

/** Striking taken back: the line counts again. */
function CountAgain({ part }: { readonly part: RecordView }) {
  const [fault, setFault] = useState<Fault | null>(null);
  const restore = async (): Promise<void> => {
    try {
      setFault(null);
      await trpc.records.archive.mutate({ id: part.id, reason: '', archived: false });
    } catch (error) {
      setFault(faultOf(error));
    }
  };
  return (
    <>
      {fault ? <Notice tone="danger" title={fault.words} code={fault.code} /> : null}
      <Button variant="default" onClick={() => void restore()} aria-label={`Count again: ${part.name}`}>
        Count again
      </Button>
    </>
  );
}
