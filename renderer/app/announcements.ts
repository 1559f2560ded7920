/**
 * News for the desktop: shown by the browser where the shell has no notices of its own, and only with its permission; and
 * a click on one, wherever it was shown, which leads to the question.
 */
import { useEffect, useRef } from 'react';
import type { RecordId } from '../../domain/ids.ts';
import type { Notice } from '../../protocol/ipc/api.ts';
import { trpc } from '../ipc/client.ts';

export type Permission = 'granted' | 'denied' | 'default' | 'impossible';

export function noticePermission(): Permission {
  return 'Notification' in globalThis ? Notification.permission : 'impossible';
}

/** Mounted once. `open` is called with the question that was clicked on; null: the queue. */
export function useAnnouncements(open: (question: RecordId | null) => Promise<void>): void {
  const latest = useRef(open);
  useEffect(() => {
    latest.current = open;
  });
  useEffect(() => {
    const watch = trpc.review.announced.subscribe(undefined, {
      onData: (announced) => {
        if (announced.kind === 'open') void latest.current(announced.question);
        else show(announced.notice, (question) => void latest.current(question));
      },
    });
    return () => watch.unsubscribe();
  }, []);
}

function show({ id, title, body, question }: Notice, open: (question: RecordId | null) => void): void {
  if (noticePermission() !== 'granted') return;
  const shown = new Notification(title, { body, tag: id });
  shown.addEventListener('click', () => {
    globalThis.focus();
    shown.close();
    open(question);
  });
}
