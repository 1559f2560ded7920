/** A Chromium for tests, headless and without a sandbox (containers run as root). Product code never starts one so. */
import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';
import { findBrowser } from '../../main/shell/browser/find-browser.ts';

const ARGUMENTS = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export function launchChromium(): Promise<Browser> {
  const executablePath = findBrowser({ env: process.env, platform: process.platform, exists: existsSync });
  if (executablePath === null)
    throw new Error('no Chromium, Chrome or Edge here: run "npm test" once, or set HOLDFAST_CHROMIUM');
  // Signals are for the program under test; the browser dies with this process.
  return chromium.launch({
    executablePath,
    headless: true,
    chromiumSandbox: false,
    args: ARGUMENTS,
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
}
