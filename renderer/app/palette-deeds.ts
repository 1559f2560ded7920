/** What the palette offers besides jobs and equipment: places to go and things to do now. */
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { notifications } from '@mantine/notifications';
import type { SettingsInput } from '../../protocol/ipc/inputs.ts';
import { trpc } from '../ipc/client.ts';
import { faultOf } from '../ui/ErrorState.tsx';
import { useSettings } from './queries.ts';
import { useAppState } from './state.tsx';

export interface Deed {
  readonly id: string;
  readonly label: string;
  readonly about: string;
  readonly keys: readonly string[];
  readonly run: () => void;
}

/** Runs a call whose failure a person must hear of. */
async function attempt(call: () => Promise<unknown>): Promise<void> {
  try {
    await call();
  } catch (error) {
    const { words, code } = faultOf(error);
    notifications.show({ title: words, message: code, color: 'danger', autoClose: false });
  }
}

export function usePlaces(): readonly Deed[] {
  const go = useNavigate();
  const { person } = useAppState();
  const leads = person !== null && person.role !== 'technician';
  return [
    {
      id: 'work',
      label: 'My work',
      about: 'Jobs of today, this week, all',
      keys: ['g', 'w'],
      run: () => void go({ to: '/work' }),
    },
    {
      id: 'equipment',
      label: 'Equipment',
      about: 'Every device on this laptop',
      keys: ['g', 'e'],
      run: () => void go({ to: '/equipment' }),
    },
    {
      id: 'review',
      label: 'Review',
      about: 'Questions that wait for an answer',
      keys: ['g', 'r'],
      run: () => void go({ to: '/review' }),
    },
    {
      id: 'sync',
      label: 'Sync',
      about: 'What this laptop holds that others do not',
      keys: ['g', 's'],
      run: () => void go({ to: '/sync' }),
    },
    ...(leads
      ? [
          {
            id: 'team',
            label: 'Team',
            about: 'How the app serves your people',
            keys: ['g', 't'],
            run: () => void go({ to: '/team' }),
          },
        ]
      : []),
    {
      id: 'settings',
      label: 'Settings',
      about: 'Display, account, server',
      keys: ['g', 'p'],
      run: () => void go({ to: '/settings' }),
    },
  ];
}

export function useDeeds(): readonly Deed[] {
  const client = useQueryClient();
  const { link, demoOffered } = useAppState();
  const settings = useSettings().data;

  const change = (to: SettingsInput) => () =>
    void attempt(async () => client.setQueryData(['settings'], await trpc.settings.change.mutate(to)));
  const deed = (id: string, label: string, about: string, run: () => void): Deed => ({
    id,
    label,
    about,
    keys: [],
    run,
  });

  const themes = [
    deed('light', 'Light theme', 'Display', change({ theme: 'light' })),
    deed('dark', 'Dark theme', 'Display, for dim rooms', change({ theme: 'dark' })),
    deed('sunlight', 'Sunlight theme', 'Display, black on white', change({ theme: 'sunlight' })),
  ].filter((d) => d.id !== settings?.theme);
  const glove =
    settings?.density === 'glove'
      ? deed('glove', 'Glove mode off', 'Display, normal targets', change({ density: 'normal' }))
      : deed('glove', 'Glove mode on', 'Display, larger targets', change({ density: 'glove' }));

  return [
    link.switchedOn
      ? deed(
          'link',
          'Switch the link off',
          'Work stays on this laptop until it is on again',
          () => void attempt(() => trpc.sync.switchLink.mutate({ on: false })),
        )
      : deed(
          'link',
          'Switch the link on',
          'Send what waits when there is a way',
          () => void attempt(() => trpc.sync.switchLink.mutate({ on: true })),
        ),
    deed('try', 'Try to send now', link.says, () => void attempt(() => trpc.sync.tryNow.mutate())),
    deed('lock', 'Lock', 'Ask for the PIN again', () => void attempt(() => trpc.session.lock.mutate())),
    ...(demoOffered
      ? [deed('second', 'Open a second console', 'Another person of the demo hospital', () => void attempt(openSecond))]
      : []),
    ...themes,
    glove,
  ];
}

/** The address goes to a new window where the shell allows it, and is always shown, because it may not. */
async function openSecond(): Promise<void> {
  const { url } = await trpc.settings.openAnotherConsole.mutate();
  const opened = globalThis.open(url, '_blank', 'noopener');
  notifications.show({
    title: opened === null ? 'The second console is ready' : 'The second console is open',
    message: url,
    autoClose: false,
  });
}
