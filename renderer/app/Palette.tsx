/** The palette (Ctrl+K): jobs, equipment, places and actions, found as one types. Everything in it is local. */
import { Spotlight, type SpotlightStore } from '@mantine/spotlight';
import { useNavigate } from '@tanstack/react-router';
import { IconSearch } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { KeyHint } from '../ui/KeyHint.tsx';
import classes from './Palette.module.css';
import { type Deed, useDeeds, usePlaces } from './palette-deeds.ts';
import { useEquipmentSearch, useWorkList } from './queries.ts';

const PER_GROUP = 6;

export function Palette({ store }: { readonly store: SpotlightStore }) {
  const [text, setText] = useState('');
  return (
    <Spotlight.Root
      store={store}
      centered={false}
      yOffset="9vh"
      query={text}
      onQueryChange={setText}
      shortcut={null}
      scrollable
      size="46rem"
      title="Search and actions"
      overlayProps={{ blur: 0 }}
      maxHeight="min(30rem, 70vh)"
      classNames={{ header: 'visually-hidden', content: classes['content'] ?? '', search: classes['search'] ?? '' }}
    >
      <Spotlight.Search
        placeholder="Search jobs, serials, rooms, actions…"
        aria-label="Search jobs, serials, rooms, actions"
        leftSection={<IconSearch size={20} stroke={1.8} aria-hidden="true" />}
      />
      <Found text={text} store={store} />
    </Spotlight.Root>
  );
}

function Found({ text, store }: { readonly text: string; readonly store: SpotlightStore }) {
  const go = useNavigate();
  const wanted = text.trim();
  const matches = (deed: Deed): boolean => `${deed.label} ${deed.about}`.toLowerCase().includes(wanted.toLowerCase());
  const jobs = useWorkList({ range: 'all', whose: 'everyone', site: null, text: wanted, limit: PER_GROUP }).data?.rows;
  const devices = useEquipmentSearch({ text: wanted, site: null, offset: 0, limit: PER_GROUP }).data?.rows;
  const places = usePlaces().filter(matches);
  const deeds = useDeeds().filter(matches);

  const found: readonly (readonly [string, readonly Deed[]])[] = [
    [
      'Jobs',
      wanted === '' || !jobs
        ? []
        : jobs.map((row) => ({
            id: row.id,
            label: `${row.equipmentName} · ${row.title}`,
            about: `job ${row.number}, ${row.siteName} ${row.room}`,
            keys: [],
            run: () => void go({ to: '/work/$id', params: { id: row.id } }),
          })),
    ],
    [
      'Equipment',
      wanted === '' || !devices
        ? []
        : devices.map((row) => ({
            id: row.id,
            label: `${row.type} SN ${row.serial}`,
            about: `${row.manufacturer} ${row.model}, ${row.siteName} ${row.room}`,
            keys: [],
            run: () => void go({ to: '/equipment/$id', params: { id: row.id } }),
          })),
    ],
    ['Go to', places],
    ['Do', deeds],
  ];
  const ids = found.flatMap(([, group]) => group.map((deed) => deed.id)).join(' ');
  useEffect(() => markFirst(store), [store, ids]);
  const nothing = found.every(([, group]) => group.length === 0);

  return (
    <Spotlight.ActionsList>
      {nothing ? <Spotlight.Empty>Nothing on this laptop matches “{wanted}”</Spotlight.Empty> : null}
      {found.map(([title, group]) =>
        group.length === 0 ? null : (
          <Spotlight.ActionsGroup key={title} label={title}>
            {group.map((deed) => (
              <Spotlight.Action key={deed.id} onClick={deed.run} className={classes['action'] ?? ''}>
                <span className={classes['line']}>
                  <span className={classes['label']}>{deed.label}</span>
                  <span className={classes['about']}>{deed.about}</span>
                  {deed.keys.length > 0 ? <KeyHint keys={deed.keys} /> : null}
                </span>
              </Spotlight.Action>
            ))}
          </Spotlight.ActionsGroup>
        ),
      )}
    </Spotlight.ActionsList>
  );
}

/** Spotlight marks by hand, in the page, and forgets when the list changes: the first of the new list is marked. */
function markFirst(store: SpotlightStore): void {
  const state = store.getState();
  const list = document.querySelector(`#${CSS.escape(state.listId)}`);
  const actions = list?.querySelectorAll('[data-action]') ?? [];
  for (const action of actions) action.removeAttribute('data-selected');
  actions[0]?.setAttribute('data-selected', 'true');
  store.setState({ ...state, selected: actions.length > 0 ? 0 : -1 });
}
