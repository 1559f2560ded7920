/**
 * The strip at the bottom: the link in plain words and what waits. It is calm when there is no link, because working
 * without one is normal here; it opens Sync.
 */
import { Progress } from '@mantine/core';
import { IconAlertTriangle, IconPlugConnected, IconPlugConnectedX, IconPlugX, IconRefresh } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { DiskFailure, LinkView, ReplicaView } from '../../protocol/ipc/state.ts';
import { count, many } from '../ui/amount.ts';
import { Notice } from '../ui/Notice.tsx';
import { span } from '../ui/when.ts';
import { useNow } from './clock.ts';
import { useAppState, useDoor } from './state.tsx';
import classes from './Strip.module.css';
import { clockNotice, clockWords, waitingWords } from './strip-words.ts';
import { TrainingWeather } from './TrainingWeather.tsx';

const LINK_ICONS: Readonly<Record<LinkView['phase'], typeof IconRefresh>> = {
  off: IconPlugX,
  connecting: IconRefresh,
  unproved: IconPlugConnected,
  works: IconPlugConnected,
  cannot: IconPlugConnectedX,
};

export function Strip() {
  const state = useAppState();
  const door = useDoor();
  const now = useNow();
  const clock = clockWords(state.clockErrorMs);
  const Icon = LINK_ICONS[state.link.phase];
  return (
    <footer className={classes['strip']}>
      {state.weather ? <TrainingWeather weather={state.weather} place="strip" /> : null}
      {door.state === 'lost' ? <DoorLost /> : null}
      {state.diskFailed ? <DiskFailed {...state.diskFailed} /> : state.diskLow ? <DiskLow /> : null}
      {clockNotice(state.clockErrorMs) === null ? null : <ClockWrong says={clockNotice(state.clockErrorMs) ?? ''} />}
      {state.replica.catchUp ? <CatchUp {...state.replica.catchUp} /> : null}
      <Link to="/sync" className={classes['line']}>
        <span className={classes['link']}>
          <Icon size={18} stroke={1.8} aria-hidden="true" />
          <span data-testid="link-says">{state.link.says}</span>
        </span>
        <span aria-hidden="true">·</span>
        <span data-testid="waiting-says">{waitingWords(state, now)}</span>
        {state.waiting.held > 0 ? (
          <span className={classes['held']}>
            <IconAlertTriangle size={16} aria-hidden="true" />
            {many(state.waiting.held, 'change')} not sent
          </span>
        ) : null}
        <span className="visually-hidden">Open Sync</span>
        <span className={classes['end']}>{[clock, state.deviceName].filter(Boolean).join(' · ')}</span>
      </Link>
    </footer>
  );
}

function CatchUp({ done, total, etaMs }: NonNullable<ReplicaView['catchUp']>) {
  const share = total === 0 ? 0 : Math.min(100, (done / total) * 100);
  return (
    <div className={classes['catchUp']}>
      <span>
        Fetching records: <span className="mono">{count(done)}</span> of <span className="mono">{count(total)}</span>
      </span>
      <Progress value={share} aria-label="Records fetched" />
      <span>{etaMs === null ? 'You can work meanwhile' : `${span(etaMs)} left · you can work meanwhile`}</span>
    </div>
  );
}

function DoorLost() {
  return (
    <div className={classes['low']}>
      <Notice tone="attention" title="This window has lost the program behind it.">
        It is being found again. Until then nothing can be saved; what you typed stays in the form.
      </Notice>
    </div>
  );
}

/** Said loudly, because nothing typed from now on can be kept until the app was started again (SAVE-3). */
function DiskFailed({ says, do: what }: DiskFailure) {
  return (
    <div className={classes['low']}>
      <Notice tone="danger" title={`Holdfast has stopped. ${says}`}>
        {what}
      </Notice>
    </div>
  );
}

function ClockWrong({ says }: { readonly says: string }) {
  return (
    <div className={classes['low']}>
      <Notice tone="calm" title={says}>
        Work is saved and sent all the same, and nothing is decided by it; the times written here are wrong until it is
        set.
      </Notice>
    </div>
  );
}

function DiskLow() {
  return (
    <div className={classes['low']}>
      <Notice tone="attention" title="The disk is nearly full.">
        Space kept for saved work is being used. Free some space before saving becomes impossible.
      </Notice>
    </div>
  );
}
