/**
 * Opens the console as a window of its own in an installed browser, with a browser profile of its own: no extensions,
 * no history, no sign-in of the person's everyday browser. The browser's own sandbox always stays on.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const ARGUMENTS = [
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-extensions',
  '--window-size=1366,768',
];

/** `onGone` is called once, when the browser ended or could not be started at all. */
export function openAppWindow(browser: string, page: string, profileDir: string, onGone: () => void): void {
  const child = spawn(
    browser,
    [`--app=${pathToFileURL(page).href}`, `--user-data-dir=${join(profileDir, 'window')}`, ...ARGUMENTS],
    {
      stdio: 'ignore',
    },
  );
  let told = false;
  const gone = (): void => {
    if (!told) onGone();
    told = true;
  };
  child.once('error', gone);
  child.once('exit', gone);
}
