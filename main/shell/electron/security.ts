/**
 * What a page may not do, whatever it was made to try: go anywhere else, open windows, embed others, ask for a
 * permission or a device, reach the network, download anything but what it made itself. A page of ours needs none of it.
 */
import type { App, Session, WebContents, WebFrameMain } from 'electron';
import { isOurs, SCHEME } from './address.ts';

/** For every page there will ever be in this process. */
export function guardPages(app: App): void {
  app.on('web-contents-created', (_event, contents) => guardPage(contents));
}

function guardPage(contents: WebContents): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.on('will-navigate', (event) => {
    if (!isOurs(event.url)) event.preventDefault();
  });
  contents.on('will-frame-navigate', (event) => {
    // No page of ours has frames.
    if (!event.isMainFrame || !isOurs(event.url)) event.preventDefault();
  });
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
}

/** What the page itself may load; a source map or a font of ours is `app:` as well. */
const LOADABLE = new Set([`${SCHEME}:`, 'blob:', 'data:', 'devtools:']);

export function guardSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, callback) => callback(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.webRequest.onBeforeRequest((details, callback) =>
    callback({ cancel: !LOADABLE.has(new URL(details.url).protocol) }),
  );
  session.on('will-download', (event, item) => {
    if (!item.getURL().startsWith(`blob:${SCHEME}://`)) event.preventDefault();
  });
}

/** Whether a message may be listened to: it comes from the main frame of one of our own pages. */
export function isOurPage(event: {
  readonly sender: Pick<WebContents, 'mainFrame'>;
  readonly senderFrame: WebFrameMain | null;
}): boolean {
  const frame = event.senderFrame;
  return frame !== null && frame === event.sender.mainFrame && isOurs(frame.url);
}
