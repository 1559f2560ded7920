/**
 * The only place in the renderer that reads a clock or sets a timer. Everything else is handed a moment, so that what
 * a screen shows is a function of its data and of one `now`.
 */
import { useCallback, useEffect, useRef, useSyncExternalStore } from 'react';

/** Milliseconds UTC, for event handlers. Rendering uses `useNow`. */
export function now(): number {
  return Date.now();
}

/** Calls `tick` every `everyMs` until the returned function is called. */
export function every(everyMs: number, tick: () => void): () => void {
  const timer = setInterval(tick, everyMs);
  return () => clearInterval(timer);
}

const listeners = new Set<() => void>();
let ticking: ReturnType<typeof setInterval> | null = null;

/** One timer for all clocks on screen, while any is on screen. */
function onSecond(listener: () => void): () => void {
  listeners.add(listener);
  ticking ??= setInterval(() => listeners.forEach((tell) => tell()), 1_000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0 || ticking === null) return;
    clearInterval(ticking);
    ticking = null;
  };
}

/** The current time in milliseconds UTC, rounded down to `stepMs`: renders again only when a step has passed. */
export function useNow(stepMs = 10_000): number {
  return useSyncExternalStore(onSecond, () => Math.floor(Date.now() / stepMs) * stepMs);
}

/** Calls `act` once, `afterMs` after `armed` turned to something other than null; a new value starts anew. */
export function useTimeout(act: () => void, afterMs: number, armed: string | number | null): void {
  const latest = useRef(act);
  useEffect(() => {
    latest.current = act;
  });
  useEffect(() => {
    if (armed === null) return undefined;
    const timer = setTimeout(() => latest.current(), afterMs);
    return () => clearTimeout(timer);
  }, [armed, afterMs]);
}

export interface Debounced {
  /** Runs the newest call after a pause. */
  readonly soon: () => void;
  /** Runs it now if it waits. */
  readonly flush: () => void;
  /** Forgets it. */
  readonly cancel: () => void;
}

/** `act` after a pause of `pauseMs`; what still waits when the component goes is run, not lost. */
export function useDebounced(act: () => void, pauseMs: number): Debounced {
  const latest = useRef(act);
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  useEffect(() => {
    latest.current = act;
  });
  const cancel = useCallback(() => {
    if (timer.current !== null) clearTimeout(timer.current);
    timer.current = null;
  }, []);
  const flush = useCallback(() => {
    if (timer.current === null) return;
    cancel();
    latest.current();
  }, [cancel]);
  const soon = useCallback(() => {
    cancel();
    timer.current = setTimeout(flush, pauseMs);
  }, [cancel, flush, pauseMs]);
  useEffect(() => flush, [flush]);
  return { soon, flush, cancel };
}

/** Runs `act` at most once per `pauseMs`, the last call included; for bursts of news. */
export function gather(act: () => void, pauseMs: number): () => void {
  let timer: ReturnType<typeof setTimeout> | null = null;
  return () => {
    timer ??= setTimeout(() => {
      timer = null;
      act();
    }, pauseMs);
  };
}
