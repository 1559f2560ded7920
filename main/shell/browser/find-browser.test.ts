import { delimiter, join } from 'node:path';
import { expect, test } from 'vitest';
import { findBrowser } from './find-browser.ts';

const machine = (env: NodeJS.ProcessEnv, platform: NodeJS.Platform, ...there: string[]) => ({
  env,
  platform,
  exists: (path: string) => there.includes(path),
});

test('the one that HOLDFAST_CHROMIUM names, and no other in its place', () => {
  const path = join('/usr/bin', 'chromium');
  const env = { HOLDFAST_CHROMIUM: '/opt/mine', PATH: '/usr/bin' };
  expect(findBrowser(machine(env, 'linux', path, '/opt/mine'))).toBe('/opt/mine');
  expect(findBrowser(machine(env, 'linux', path))).toBeNull();
});

test('otherwise the first on the PATH, then the usual places of the system', () => {
  const edge = join('/opt/bin', 'microsoft-edge');
  expect(findBrowser(machine({ PATH: ['/usr/bin', '/opt/bin'].join(delimiter) }, 'linux', edge))).toBe(edge);
  const chrome = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';
  expect(findBrowser(machine({ PATH: '' }, 'darwin', chrome))).toBe(chrome);
  const installed = join('P:', 'Google', 'Chrome', 'Application', 'chrome.exe');
  expect(findBrowser(machine({ PROGRAMFILES: 'P:' }, 'win32', installed))).toBe(installed);
  expect(findBrowser(machine({}, 'linux'))).toBeNull();
});
