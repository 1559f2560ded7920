/**
 * Tells the main process that a record's page is on screen and when it is left, for the re-open rate (STAT-1). A page that is
 * only passed on the way to another one was not looked at. It never fails in front of anybody.
 */
import { useEffect, useRef } from 'react';
import type { RecordId } from '../../domain/ids.ts';
import { trpc } from '../ipc/client.ts';
import { useTimeout } from './clock.ts';

/** On screen for this long counts as opened, milliseconds. */
const OPENED_AFTER_MS = 400;

/** `edited`: something is entered on the page now; it is remembered until the page is left. */
export function useLook(id: RecordId, edited: boolean): void {
  const look = useRef({ opened: false, edited: false });
  useEffect(() => {
    if (edited) look.current.edited = true;
  }, [edited]);
  useTimeout(
    () => {
      look.current.opened = true;
      trpc.team.opened.mutate({ id }).catch(() => undefined);
    },
    OPENED_AFTER_MS,
    id,
  );
  useEffect(() => {
    const { current } = look;
    return () => {
      if (current.opened) trpc.team.left.mutate({ id, edited: current.edited }).catch(() => undefined);
      current.opened = false;
      current.edited = false;
    };
  }, [id]);
}
