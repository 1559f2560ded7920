/** Notices outside of the window. Nobody is asked for permission before they have asked for notices. */
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Settings } from '../../../protocol/ipc/api.ts';
import { noticePermission, type Permission } from '../../app/announcements.ts';
import { useSettings } from '../../app/queries.ts';
import { useAppState } from '../../app/state.tsx';
import { trpc } from '../../ipc/client.ts';
import { Choice, type ChoiceOption } from '../../ui/Choice.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { Section } from '../../ui/Section.tsx';
import { useAttempt } from '../../ui/use-attempt.ts';
import classes from './settings.module.css';

type Wanted = NonNullable<Settings['notices']>;
const WANTED: readonly ChoiceOption<Wanted>[] = [
  { value: 'on', words: 'On' },
  { value: 'off', words: 'Off' },
];

/** Of use to those who are asked: leads, managers and administrators. */
export function Notices() {
  const client = useQueryClient();
  const { person, shell } = useAppState();
  const settings = useSettings().data;
  const { failed, attempt } = useAttempt();
  const [permission, setPermission] = useState<Permission>(shell === 'electron' ? 'granted' : noticePermission);
  if (!settings || !person || person.role === 'technician') return null;
  const wanted = settings.notices ?? (shell === 'electron' ? 'on' : 'off');

  const change = async (notices: Wanted): Promise<void> => {
    const next = await attempt(() => trpc.settings.change.mutate({ notices }));
    if (next !== null) client.setQueryData(['settings'], next);
    if (notices === 'on' && permission === 'default') setPermission(await Notification.requestPermission());
  };

  return (
    <Section title="Notices">
      <Choice
        legend="New questions"
        options={WANTED}
        value={wanted}
        disabled={permission === 'impossible'}
        onChange={(notices) => void change(notices)}
      />
      <p className={classes['hint']}>
        Says on the desktop when a new question waits for you. Several that come together are one notice, and none comes
        twice.
      </p>
      {wanted === 'on' && permission !== 'granted' ? <NotPermitted permission={permission} /> : null}
      {failed ? <Notice tone="danger" title={failed.words} code={failed.code} /> : null}
    </Section>
  );
}

function NotPermitted({ permission }: { readonly permission: Permission }) {
  if (permission === 'impossible') return <p className={classes['hint']}>This browser cannot show any.</p>;
  return (
    <Notice tone="attention" title="The browser does not show them yet.">
      {permission === 'denied'
        ? 'It was told not to. Allow notifications for this page in its settings, beside the address.'
        : 'It asks once whether it may; say yes there, or choose On again.'}
    </Notice>
  );
}
