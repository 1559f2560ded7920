/** The story as a file, with the server's signature: to read, or to be checked by anybody. */
import { Button, Modal } from '@mantine/core';
import { useState } from 'react';
import type { RecordId } from '../../../domain/ids.ts';
import { trpc } from '../../ipc/client.ts';
import { Choice } from '../../ui/Choice.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { offerFile } from '../../ui/offer-file.ts';
import { useAttempt } from '../../ui/use-attempt.ts';
import { WhenInput } from '../../ui/WhenInput.tsx';
import classes from './HistoryScreen.module.css';

type Format = 'pdf' | 'jsonl';
const FORMATS = [
  { value: 'pdf', words: 'PDF, to read' },
  { value: 'jsonl', words: 'JSON Lines, to check' },
] as const;
const TYPES: Readonly<Record<Format, string>> = { pdf: 'application/pdf', jsonl: 'application/jsonl' };
const CLOSE = { 'aria-label': 'Close' };

interface Props {
  readonly id: RecordId;
  readonly now: number;
  readonly close: () => void;
}

export function ExportDialog({ id, now, close }: Props) {
  const [format, setFormat] = useState<Format>('pdf');
  const [from, setFrom] = useState<number | null>(null);
  const [to, setTo] = useState<number | null>(null);
  const [saved, setSaved] = useState<string | null>(null);
  const { busy, failed, attempt } = useAttempt();
  const exportIt = async (): Promise<void> => {
    setSaved(null);
    const file = await attempt(() => trpc.history.exportFile.mutate({ id, format, from, to }));
    if (!file) return;
    offerFile(file.name, bytesOf(file.base64), TYPES[format]);
    setSaved(file.name);
  };
  return (
    <Modal opened onClose={close} title="Export the history" closeButtonProps={CLOSE}>
      <form
        className={classes['form']}
        onSubmit={(event) => {
          event.preventDefault();
          void exportIt();
        }}
      >
        <p>
          The server writes everything about this record and what belongs to it, and signs it. Unsent work on this
          laptop is not in it.
        </p>
        <Choice legend="As" options={FORMATS} value={format} takesFocus onChange={setFormat} />
        <WhenInput label="Received from (optional)" at={from} now={now} onChange={setFrom} />
        <WhenInput label="Received before (optional)" at={to} now={now} onChange={setTo} />
        {failed ? <Notice tone="attention" title={`Not exported. ${failed.words}`} code={failed.code} /> : null}
        <p role="status">{busy ? 'The server is writing it…' : saved === null ? '' : `Handed over: ${saved}`}</p>
        <div className={classes['deeds']}>
          <Button type="submit" disabled={busy}>
            Export
          </Button>
          <Button variant="default" onClick={close}>
            {saved === null ? 'Cancel' : 'Done'}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (letter) => letter.codePointAt(0) ?? 0);
}
