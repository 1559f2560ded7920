/** The console's window: a sandboxed page with one bridge, brought back when its process dies. */
import { join } from 'node:path';
import { BrowserWindow } from 'electron';
import { SCREENS_URL } from './address.ts';

/** Reloading a page that dies at once would go on for ever. */
const MOST_RELOADS = 3;
const RELOADS_WITHIN_MS = 60_000;

export interface WindowOptions {
  readonly preload: string;
  readonly developing: boolean;
  readonly log: (line: object) => void;
  /** The page keeps dying: nothing to show any more. */
  readonly onGivenUp: () => void;
}

/** Resolves when the screens are shown. */
export async function openWindow({ preload, developing, log, onGivenUp }: WindowOptions): Promise<BrowserWindow> {
  const window = new BrowserWindow({
    width: 1366,
    height: 768,
    minWidth: 800,
    minHeight: 600,
    show: false,
    title: 'Holdfast',
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      devTools: developing,
      // Its dictionaries come from the network.
      spellcheck: false,
    },
  });
  window.once('ready-to-show', () => window.show());

  let reloads: number[] = [];
  window.webContents.on('render-process-gone', (_event, details) => {
    if (details.reason === 'clean-exit') return;
    log({ renderer: 'gone', reason: details.reason, exitCode: details.exitCode });
    const now = Date.now();
    reloads = [...reloads.filter((at) => now - at < RELOADS_WITHIN_MS), now];
    if (reloads.length > MOST_RELOADS) onGivenUp();
    else window.webContents.reload();
  });
  await window.loadURL(SCREENS_URL);
  return window;
}

/** The path of the built preload script, seen from the built main script. */
export const preloadPath = (builtMain: string): string => join(builtMain, '..', 'preload', 'preload.cjs');

export function bringToFront(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}
