/** The frame of every screen: places at the left, search, person and clock above, the strip below. */
import { IconLock, IconSearch } from '@tabler/icons-react';
import { Outlet, useNavigate, useRouterState } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { createSpotlight } from '@mantine/spotlight';
import { trpc } from '../ipc/client.ts';
import { KeyHint } from '../ui/KeyHint.tsx';
import { clockTime } from '../ui/when.ts';
import { useNow } from './clock.ts';
import classes from './Frame.module.css';
import { KeysSheet } from './KeysSheet.tsx';
import { Palette } from './Palette.tsx';
import { useNews } from './queries.ts';
import { Rail } from './Rail.tsx';
import { useGlobalShortcuts } from './shortcuts.ts';
import { useAppState } from './state.tsx';
import { Strip } from './Strip.tsx';

const ROLES = { technician: 'Technician', lead: 'Team lead', manager: 'Service manager', admin: 'Administrator' };

export function Frame() {
  const go = useNavigate();
  const [[store, palette]] = useState(createSpotlight);
  const [keysShown, showKeys] = useState(false);
  useNews();
  useGlobalShortcuts({
    go: (place) => void go({ to: place }),
    palette: palette.toggle,
    help: () => showKeys(true),
  });

  return (
    <div className={classes['frame']}>
      <a className={classes['skip']} href="#screen" onClick={skipToScreen}>
        Skip to the screen
      </a>
      <Rail />
      <section className={classes['bar']} aria-label="Search, person and time">
        <button
          type="button"
          className={classes['search']}
          onClick={() => palette.open()}
          aria-keyshortcuts="Control+K"
        >
          <IconSearch size={20} stroke={1.8} aria-hidden="true" />
          <span className={classes['searchWords']}>Search jobs, serials, rooms…</span>
          <KeyHint keys={['Ctrl', 'K']} />
        </button>
        <Who />
      </section>
      <Screen />
      <Strip />
      <Palette store={store} />
      <KeysSheet shown={keysShown} close={() => showKeys(false)} />
    </div>
  );
}

function Who() {
  const { person, organisation } = useAppState();
  const now = useNow();
  return (
    <div className={classes['who']}>
      {person ? (
        <div className={classes['person']}>
          <span className={classes['name']}>{person.name}</span>
          <span className={classes['place']}>
            {ROLES[person.role]}
            {organisation ? `, ${organisation}` : ''}
          </span>
        </div>
      ) : null}
      <button type="button" className={classes['lock']} onClick={() => void trpc.session.lock.mutate()}>
        <IconLock size={18} stroke={1.8} aria-hidden="true" />
        Lock
      </button>
      <time className={classes['clock']}>{clockTime(now)}</time>
    </div>
  );
}

/** The place for screens; on going to another one it is scrolled to the top and takes the focus. */
function Screen() {
  const place = useRouterState({ select: (s) => s.location.pathname.split('/')[1] ?? '' });
  const main = useRef<HTMLElement>(null);
  const was = useRef(place);
  useEffect(() => {
    if (was.current === place) return;
    was.current = place;
    main.current?.focus({ preventScroll: true });
    main.current?.scrollTo({ top: 0 });
  }, [place]);
  return (
    <main className={classes['main']} id="screen" tabIndex={-1} ref={main}>
      <Outlet />
    </main>
  );
}

/** The address after # belongs to the router, so the link is followed by hand. */
function skipToScreen(event: { preventDefault: () => void }): void {
  event.preventDefault();
  document.querySelector<HTMLElement>('#screen')?.focus();
}
