/** What the server refused: why, and what can be done. Nothing is dropped; a person decides. */
import { Button } from '@mantine/core';
import { IconAlertTriangle, IconDownload, IconPencil, IconSend2, IconUserShare } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { RecordId } from '../../../domain/ids.ts';
import type { HeldItem } from '../../../protocol/ipc/held.ts';
import { trpc } from '../../ipc/client.ts';
import { count } from '../../ui/amount.ts';
import { Facts } from '../../ui/Facts.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { Section } from '../../ui/Section.tsx';
import { useAttempt } from '../../ui/use-attempt.ts';
import { when } from '../../ui/when.ts';
import { FixDialog } from './FixDialog.tsx';
import { GiveDialog } from './GiveDialog.tsx';
import { offerFile } from '../../ui/offer-file.ts';
import classes from './HeldSection.module.css';

interface Props {
  readonly held: readonly HeldItem[];
  readonly now: number;
}

const SHOWN = 100;

export function HeldSection({ held, now }: Props) {
  const { busy, failed, attempt } = useAttempt();
  const exportAll = async (): Promise<void> => {
    const text = await attempt(() => trpc.sync.exportHeld.query());
    if (text !== null) offerFile('holdfast-held-changes.json', text);
  };
  if (held.length === 0) {
    return (
      <Section title="Held">
        <p className={classes['none']}>
          Nothing is held. Whatever the server refuses would stay here, with the reason.
        </p>
      </Section>
    );
  }
  return (
    <Section
      title={`Held: ${count(held.length)} not sent`}
      flush
      aside={
        <Button
          variant="default"
          disabled={busy}
          leftSection={<IconDownload size={18} stroke={1.8} aria-hidden="true" />}
          onClick={() => void exportAll()}
        >
          Export {held.length === 1 ? 'it' : `all ${count(held.length)}`}
        </Button>
      }
    >
      <ul>
        {held.slice(0, SHOWN).map((item) => (
          <HeldLine key={item.seq} item={item} now={now} />
        ))}
      </ul>
      {held.length > SHOWN ? (
        <p className={classes['rest']}>{count(held.length - SHOWN)} more are held. The export has them all.</p>
      ) : null}
      {failed ? <Notice tone="danger" title={failed.words} code={failed.code} /> : null}
    </Section>
  );
}

function HeldLine({ item, now }: { readonly item: HeldItem; readonly now: number }) {
  const { busy, failed, attempt } = useAttempt();
  const [open, setOpen] = useState<'fix' | 'give' | null>(null);
  const close = (): void => setOpen(null);
  return (
    <li className={classes['item']} data-dependency={item.dependency}>
      {item.dependency ? <span /> : <IconAlertTriangle className={classes['icon']} size={20} aria-hidden="true" />}
      <div className={classes['what']}>
        <p className={classes['title']}>{[item.title, item.about].filter(Boolean).join(' · ')}</p>
        <p>{item.reason}</p>
        <Facts>
          <>
            change <span className="mono">{count(item.seq)}</span>
          </>
          <>made {when(item.madeAt, now)}</>
          {item.dependency ? 'leaves by itself once the one it builds on has left' : null}
        </Facts>
        {failed ? <Notice tone="danger" title={`Not sent again. ${failed.words}`} code={failed.code} /> : null}
      </div>
      <div className={classes['deeds']}>
        {item.record !== null ? <SeeHistory record={item.record} /> : null}
        {item.dependency ? null : (
          <>
            <Button
              variant="default"
              leftSection={<IconUserShare size={18} stroke={1.8} aria-hidden="true" />}
              onClick={() => setOpen('give')}
            >
              Give to…
            </Button>
            <Button
              variant="default"
              disabled={busy}
              leftSection={<IconSend2 size={18} stroke={1.8} aria-hidden="true" />}
              onClick={() => void attempt(() => trpc.sync.resendHeld.mutate({ seq: item.seq }))}
            >
              Send again
            </Button>
            <Button
              leftSection={<IconPencil size={18} stroke={1.8} aria-hidden="true" />}
              onClick={() => setOpen('fix')}
            >
              Fix…
            </Button>
          </>
        )}
      </div>
      {open === 'fix' ? <FixDialog item={item} close={close} /> : null}
      {open === 'give' ? <GiveDialog item={item} close={close} /> : null}
    </li>
  );
}

function SeeHistory({ record }: { readonly record: RecordId }) {
  const go = useNavigate();
  return (
    <Button variant="default" onClick={() => void go({ to: '/history/$id', params: { id: record } })}>
      See history
    </Button>
  );
}
