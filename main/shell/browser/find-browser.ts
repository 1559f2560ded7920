/** Finds a Chromium, Chrome or Edge on this machine: HOLDFAST_CHROMIUM if set, then the PATH, then the usual places. */
import { delimiter, join } from 'node:path';

const NAMES = [
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  'microsoft-edge-stable',
  'microsoft-edge',
];
const MAC_APPS = ['Chromium', 'Google Chrome', 'Microsoft Edge'];
const WINDOWS_APPS = [
  ['Google', 'Chrome', 'Application', 'chrome.exe'],
  ['Microsoft', 'Edge', 'Application', 'msedge.exe'],
  ['Chromium', 'Application', 'chrome.exe'],
];
const WINDOWS_FOLDERS = ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'];

export interface Machine {
  readonly env: NodeJS.ProcessEnv;
  readonly platform: NodeJS.Platform;
  readonly exists: (path: string) => boolean;
}

/** Path of the browser, or null. A browser that HOLDFAST_CHROMIUM names and that is not there is not replaced by another. */
export function findBrowser(machine: Machine): string | null {
  const named = machine.env['HOLDFAST_CHROMIUM'];
  if (named !== undefined && named !== '') return machine.exists(named) ? named : null;
  for (const path of candidates(machine)) if (machine.exists(path)) return path;
  return null;
}

function* candidates({ env, platform }: Machine): Generator<string> {
  if (platform === 'win32') {
    for (const folder of WINDOWS_FOLDERS) {
      const base = env[folder];
      if (base !== undefined) for (const app of WINDOWS_APPS) yield join(base, ...app);
    }
    return;
  }
  for (const folder of (env['PATH'] ?? '').split(delimiter)) {
    if (folder !== '') for (const name of NAMES) yield join(folder, name);
  }
  if (platform === 'darwin') for (const app of MAC_APPS) yield `/Applications/${app}.app/Contents/MacOS/${app}`;
}
