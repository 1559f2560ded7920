/** Notices of the desktop: held until they are clicked or gone, because one that nobody holds loses its click. */
import { Notification } from 'electron';
import type { NotifyPort } from '../core.ts';

export function desktopNotices(toFront: () => void): NotifyPort {
  const held = new Set<Notification>();
  return (notice, onClick) => {
    if (!Notification.isSupported()) return false;
    const shown = new Notification({ title: notice.title, body: notice.body });
    held.add(shown);
    shown.on('click', () => {
      toFront();
      onClick();
    });
    shown.on('close', () => held.delete(shown));
    shown.show();
    return true;
  };
}
