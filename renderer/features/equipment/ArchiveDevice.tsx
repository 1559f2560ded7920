/** Taking a device out of the register, and bringing it back. Nothing is deleted; its jobs and readings stay. */
import { Button, Modal, TextInput } from '@mantine/core';
import { IconArchive } from '@tabler/icons-react';
import { useState } from 'react';
import type { RecordView } from '../../../protocol/ipc/views.ts';
import { trpc } from '../../ipc/client.ts';
import { Notice } from '../../ui/Notice.tsx';
import { useAttempt } from '../../ui/use-attempt.ts';
import classes from './device.module.css';

export function ArchiveDevice({ record }: { readonly record: RecordView }) {
  const [asked, ask] = useState(false);
  const [reason, setReason] = useState('');
  const { busy, failed, attempt } = useAttempt();
  const archive = async (): Promise<void> => {
    const done = await attempt(() =>
      trpc.records.archive.mutate({ id: record.id, reason: reason.trim(), archived: true }),
    );
    if (done !== null) ask(false);
  };

  return (
    <div className={classes['archive']}>
      <Button
        variant="default"
        leftSection={<IconArchive size={18} stroke={1.8} aria-hidden="true" />}
        onClick={() => ask(true)}
      >
        Archive this device…
      </Button>
      <Modal opened={asked} onClose={() => ask(false)} title={`Archive ${record.name}`} closeButtonProps={CLOSE}>
        <form
          className={classes['stack']}
          onSubmit={(event) => {
            event.preventDefault();
            if (!busy && reason.trim() !== '') void archive();
          }}
        >
          <p>
            It leaves the register; its jobs, readings and history stay. If somebody changes it without knowing, that is
            asked about.
          </p>
          <TextInput
            label="Why"
            placeholder="Scrapped, returned, sold…"
            data-autofocus
            maxLength={400}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          {failed ? <Notice tone="danger" title={`Not archived. ${failed.words}`} code={failed.code} /> : null}
          <div className={classes['deeds']}>
            <Button type="submit" color="danger" disabled={busy || reason.trim() === ''}>
              Archive device
            </Button>
            <Button variant="default" onClick={() => ask(false)}>
              Keep it
            </Button>
          </div>
        </form>
      </Modal>
    </div>
  );
}

const CLOSE = { 'aria-label': 'Close' };

export function Archived({ record }: { readonly record: RecordView }) {
  const { busy, failed, attempt } = useAttempt();
  const reason = record.groups['archived']?.value['reason'];
  const back = (): void =>
    void attempt(() => trpc.records.archive.mutate({ id: record.id, reason: '', archived: false }));
  return (
    <Notice
      tone="calm"
      title="This device is archived."
      deeds={
        <Button variant="default" disabled={busy} onClick={back}>
          Bring it back
        </Button>
      }
    >
      {typeof reason === 'string' && reason !== '' ? `${reason}. ` : null}
      It is not in the register; everything that was done on it stays readable.
      {failed ? <p role="alert">{failed.words}</p> : null}
    </Notice>
  );
}
