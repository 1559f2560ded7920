/**
 * The state of the console as the main process tells it: who works here, the link, what waits. Kept here once and
 * read with `useAppState`; nothing in the renderer guesses at it.
 */
import { createContext, type ReactNode, use, useEffect, useState, useSyncExternalStore } from 'react';
import type { AppState } from '../../protocol/ipc/state.ts';
import { currentDoor, onDoor, trpc } from '../ipc/client.ts';

const Context = createContext<AppState | null>(null);

interface Props {
  readonly children: ReactNode;
  /** Shown when the main process cannot be heard. */
  readonly renderLost: (words: string | null, again: () => void) => ReactNode;
}

export function AppStateProvider({ children, renderLost }: Props) {
  const [state, setState] = useState<AppState | null>(null);
  const [silent, setSilent] = useState(false);
  const [attempt, setAttempt] = useState(0);
  const door = useDoor();

  useEffect(() => {
    const watch = trpc.session.watch.subscribe(undefined, {
      onData: (next) => {
        setSilent(false);
        setState(next);
      },
      onError: () => setSilent(true),
    });
    return () => watch.unsubscribe();
  }, [attempt]);

  if (door.state === 'refused' || silent) return renderLost(door.words, () => setAttempt((n) => n + 1));
  if (!state) return null;
  return <Context value={state}>{children}</Context>;
}

/** How this window stands towards the main process. */
export function useDoor() {
  return useSyncExternalStore(onDoor, currentDoor);
}

export function useAppState(): AppState {
  const state = use(Context);
  if (!state) throw new Error('useAppState outside AppStateProvider');
  return state;
}
