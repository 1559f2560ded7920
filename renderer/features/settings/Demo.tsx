import { Button } from '@mantine/core';
import { IconWindowMaximize } from '@tabler/icons-react';
import { useState } from 'react';
import { useAppState } from '../../app/state.tsx';
import { trpc } from '../../ipc/client.ts';
import { Notice } from '../../ui/Notice.tsx';
import { Section } from '../../ui/Section.tsx';
import { useAttempt } from '../../ui/use-attempt.ts';
import classes from './settings.module.css';

/** A second console, so that one person can see what two would: write into the same field, and be asked. */
export function Demo() {
  const { demoOffered } = useAppState();
  const [url, setUrl] = useState<string | null>(null);
  const { busy, failed, attempt } = useAttempt();
  if (!demoOffered) return null;

  /** The address goes to a new window where the shell allows it, and is always shown, because it may not. */
  const open = async (): Promise<void> => {
    const started = await attempt(() => trpc.settings.openAnotherConsole.mutate());
    if (started === null) return;
    setUrl(started.url);
    globalThis.open(started.url, '_blank', 'noopener');
  };

  return (
    <Section title="Demo hospital">
      <p>
        To see how work meets, open the same job on both consoles, switch the link off on both, write different parts,
        and switch it on again.
      </p>
      <div className={classes['deeds']}>
        <Button
          disabled={busy}
          leftSection={<IconWindowMaximize size={18} stroke={1.8} aria-hidden="true" />}
          onClick={() => void open()}
        >
          {busy ? 'Starting the second console…' : 'Open a second console as another technician'}
        </Button>
      </div>
      {url === null ? null : (
        <Notice tone="calm" title="The second console runs.">
          If no window opened, it is at{' '}
          <a className="mono" href={url} target="_blank" rel="noopener noreferrer">
            {url}
          </a>
        </Notice>
      )}
      {failed ? <Notice tone="danger" title={failed.words} code={failed.code} /> : null}
    </Section>
  );
}
