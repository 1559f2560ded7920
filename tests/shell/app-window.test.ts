// The window that the browser shell opens: how the browser is called, and what its end means. The browser is a script.
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { TOKEN_FILE } from '../../main/shell/browser/way-in.ts';
import { ensureBuilt } from './built.ts';
import { freshFolder } from './fresh-folder.ts';
import { runConsole, type RunConsole, TOP } from './run-console.ts';

beforeAll(ensureBuilt);

let running: RunConsole | null = null;
afterEach(async () => {
  running?.child.kill('SIGKILL');
  await running?.ended;
});

/** Notes its arguments, follows the page it was given, opens as our page does, and ends as if its window was closed. */
const FOLLOWS = (notes: string) => `
import { readFileSync, writeFileSync } from 'node:fs';
import { WebSocket } from '${pathToFileURL(join(TOP, 'node_modules', 'ws', 'wrapper.mjs')).href}';
const given = process.argv.slice(2);
writeFileSync(${JSON.stringify(notes)}, JSON.stringify(given));
const page = readFileSync(new URL(given.find((one) => one.startsWith('--app=')).slice(6)), 'utf8');
const [, url, token] = /url=(http[^#]+)#token=([\\w-]+)/.exec(page);
const socket = new WebSocket(url.replace('http', 'ws') + 'ipc', { origin: url.slice(0, -1) });
socket.on('open', () => socket.send(JSON.stringify({ type: 'open', token })));
socket.on('message', () => socket.close());
`;

function browserThat(script: string): { readonly path: string; readonly folder: string } {
  const folder = freshFolder('browser');
  const path = join(folder, 'browser');
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  writeFileSync(path, `#!${process.execPath}\n${script}`);
  chmodSync(path, 0o755);
  return { path, folder };
}

describe.skipIf(process.platform === 'win32')('the window', () => {
  test('is opened by a file, with no secret and no weakened sandbox in the list of processes; its end ends the console', async () => {
    const profile = freshFolder('window');
    const notes = join(profile, 'arguments.json');
    const { path } = browserThat(FOLLOWS(notes));
    running = runConsole(['--shell', 'browser', '--profile', profile], {
      core: 'stand-in',
      env: { HOLDFAST_CHROMIUM: path },
    });
    await running.ready;
    const { code, err } = await running.ended;
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const given = JSON.parse(readFileSync(notes, 'utf8')) as string[];
    expect(given[0]).toBe(`--app=${pathToFileURL(join(profile, 'open.html')).href}`);
    expect(given.join(' ')).not.toMatch(/token|no-sandbox|disable-web-security|remote-debugging/);
  });

  test('that cannot be shown is said, with the way in; the console goes on', async () => {
    const profile = freshFolder('window');
    const { path } = browserThat('process.exit(1);');
    running = runConsole(['--shell', 'browser', '--profile', profile], {
      core: 'stand-in',
      env: { HOLDFAST_CHROMIUM: path },
    });
    const url = await running.ready;
    const said: string[] = [];
    running.child.stderr?.on('data', (text: string) => said.push(text));
    await expect
      .poll(() => said.join(''))
      .toContain(`Open this file in a browser instead: ${join(profile, 'open.html')}`);
    expect((await fetch(url)).status).toBe(200);
    expect(readFileSync(join(profile, TOKEN_FILE), 'utf8')).toMatch(/^[\w-]{43}$/);
  });

  test('for which there is no browser is said as well', async () => {
    running = runConsole(['--shell', 'browser', '--profile', freshFolder('window')], {
      core: 'stand-in',
      env: { HOLDFAST_CHROMIUM: '/not/there' },
    });
    const said: string[] = [];
    running.child.stderr?.on('data', (text: string) => said.push(text));
    await running.ready;
    await expect.poll(() => said.join('')).toContain('No Chromium, Chrome or Edge was found');
  });
});
