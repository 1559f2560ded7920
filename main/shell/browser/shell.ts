/**
 * The browser shell: the same screens and the same router as in Electron, for machines on which Electron cannot be
 * installed. It listens on 127.0.0.1 only and lets in only who can read its owner's files.
 */
import { existsSync } from 'node:fs';
import Conf from 'conf';
import type { ConsoleCore, KeyPort, SettingsPort } from '../core.ts';
import type { RendererFiles } from '../renderer-files.ts';
import { SETTINGS_NAME, settingsOver } from '../settings-store.ts';
import { openAppWindow } from './app-window.ts';
import { openDoor } from './door.ts';
import { findBrowser } from './find-browser.ts';
import { type LocalServer, serveScreens } from './http.ts';
import { serveSockets } from './sockets.ts';
import { type WayIn, wayIn } from './way-in.ts';

/** After the last page went: time enough for a reload. */
const CLOSE_AFTER_MS = 3_000;

/** No secret store of the operating system can be reached from here. */
export const noKeys: KeyPort = { replicaKey: () => Promise.resolve(null) };

export function browserSettings(profileDir: string): SettingsPort {
  return settingsOver(
    new Conf({ cwd: profileDir, configName: SETTINGS_NAME, clearInvalidConfig: true, configFileMode: 0o600 }),
  );
}

export interface BrowserShellOptions {
  readonly local: LocalServer;
  readonly files: RendererFiles;
  readonly core: Pick<ConsoleCore, 'api'>;
  readonly profileDir: string;
  readonly log: (line: object) => void;
  /** Told, in a sentence, when no window could be opened. */
  readonly onNoWindow: (words: string) => void;
  /** The window that was opened here is closed and no page is left. */
  readonly onClosed: () => void;
}

export interface BrowserShell {
  readonly url: string;
  readonly wayIn: WayIn;
  /** Opens the window. */
  open(): void;
  close(): Promise<void>;
}

export function startBrowserShell(options: BrowserShellOptions): BrowserShell {
  const { local, files, core, profileDir, log, onNoWindow, onClosed } = options;
  const url = `http://${local.host}/`;
  const way = wayIn(profileDir, url);
  let closing: NodeJS.Timeout | null = null;
  let window: 'none' | 'open' | 'gone' = 'none';
  let pages = 0;
  let everOpened = false;
  let ended = false;

  const sockets = serveSockets({
    local,
    api: core.api,
    door: openDoor((token) => way.publish(token)),
    onBug: ({ path, error }) => log({ bug: path, error: error.stack ?? error.message }),
    onPages(count) {
      pages = count;
      everOpened = true;
      closeWhenLeft();
    },
  });
  serveScreens(local, files);

  return {
    url,
    wayIn: way,
    open() {
      const browser = findBrowser({ env: process.env, platform: process.platform, exists: existsSync });
      if (browser === null) return onNoWindow('No Chromium, Chrome or Edge was found (HOLDFAST_CHROMIUM can name one)');
      window = 'open';
      openAppWindow(browser, way.page, profileDir, () => {
        window = 'gone';
        if (!everOpened) onNoWindow(`The browser ended without showing the window (${browser})`);
        closeWhenLeft();
      });
    },
    async close() {
      ended = true;
      if (closing !== null) clearTimeout(closing);
      way.remove();
      sockets.close();
      local.server.closeAllConnections();
      await new Promise<void>((resolve) => local.server.close(() => resolve()));
    },
  };

  function closeWhenLeft(): void {
    if (closing !== null) clearTimeout(closing);
    closing = null;
    if (window !== 'gone' || !everOpened || pages > 0 || ended) return;
    closing = setTimeout(onClosed, CLOSE_AFTER_MS);
  }
}
