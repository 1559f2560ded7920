// The built Electron bundles on the stand-in (tests/stand-in/electron.ts says what that proves and what it does not).
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { IPC_CHANNEL } from '../../protocol/ipc/channel.ts';
import { ensureBuilt } from './built.ts';
import { consoleLog, coreLog, startElectron, startedElectron as started } from './start-electron.ts';
import { freshFolder } from './fresh-folder.ts';

beforeAll(ensureBuilt);

/** In the page: opens, sends these messages, and gives back the answers but `opened`, once there are as many. */
const talk = (...messages: object[]) => `new Promise((resolve) => {
  const heard = [];
  window.holdfast.onMessage((text) => {
    heard.push(JSON.parse(text));
    if (heard.length === ${messages.length} + 1) resolve(heard.slice(1));
  });
  window.holdfast.send('{"type":"open"}');
  for (const message of ${JSON.stringify(messages)}) window.holdfast.send(JSON.stringify(message));
})`;
const ASK_SETTINGS = { type: 'query', id: 1, path: 'settings.get' };
const EDIT = {
  record: null,
  collection: 'note',
  group: 'note',
  set: { text: 'written underground' },
  saw: { writer: null, canonical: null, archived: null },
};

describe('the window', () => {
  test('opens with every protection asked for, on our own scheme, with the policy', async () => {
    const { one } = await started();
    const { windows, privileged } = await one.notes();
    expect(windows).toHaveLength(1);
    expect(windows[0]).toMatchObject({
      webPreferences: {
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        nodeIntegrationInWorker: false,
        webSecurity: true,
        webviewTag: false,
      },
    });
    expect(privileged).toEqual([
      { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } },
    ]);
    expect(
      await one.ask({
        ask: 'evaluate',
        expression: '[document.title, window.loadedFromAssets, window.isSecureContext]',
      }),
    ).toEqual(['Blank', true, true]);
    const fetched = `fetch('/index.html').then((answer) => answer.headers.get('content-security-policy'))`;
    expect(await one.ask({ ask: 'evaluate', expression: fetched })).toContain("default-src 'none'; script-src 'self';");
    expect(
      await one.ask({ ask: 'evaluate', expression: `fetch('/../main/main.js').then((answer) => answer.status)` }),
    ).toBe(404);
  });

  test('shows the built screens, which talk through the bridge and break no policy', async () => {
    const profile = freshFolder('electron');
    const one = startElectron(profile, { screens: 'built' });
    await one.ready;
    const heading = () =>
      one.ask({ ask: 'evaluate', expression: `document.querySelector('h1, h2')?.textContent ?? ''` });
    await expect.poll(heading).not.toBe('');
    expect((await one.notes()).blockedRequests).toEqual([]);
    expect((await one.notes()).complaints).toEqual([]);
  });

  test('sees one pair of functions and nothing of Electron or Node', async () => {
    const { one } = await started();
    const seen = `[Object.keys(window.holdfast), typeof window.require, typeof window.process, typeof window.ipcRenderer]`;
    expect(await one.ask({ ask: 'evaluate', expression: seen })).toEqual([
      ['send', 'onMessage'],
      'undefined',
      'undefined',
      'undefined',
    ]);
  });

  test('carries a save to the core and its label back', async () => {
    const { one, profile } = await started();
    const save = { type: 'mutation', id: 1, path: 'records.save', input: { edits: [EDIT] } };
    const [answer] = (await one.ask({ ask: 'evaluate', expression: talk(save) })) as {
      type: string;
      data: { label: { text: string } };
    }[];
    expect(answer).toMatchObject({
      type: 'data',
      id: 1,
      data: { label: { text: 'Saved locally. Will sync on reconnect.' } },
    });
    expect(coreLog(profile)).toContain(`save ${JSON.stringify({ edits: [EDIT] })}`);
  });

  test('keeps its settings in the profile', async () => {
    const { one, profile } = await started();
    const change = { type: 'mutation', id: 1, path: 'settings.change', input: { theme: 'sunlight' } };
    expect(await one.ask({ ask: 'evaluate', expression: talk(change) })).toMatchObject([
      { data: { theme: 'sunlight' } },
    ]);
    expect(JSON.parse(readFileSync(join(profile, 'settings.json'), 'utf8'))).toMatchObject({ theme: 'sunlight' });
  });

  test('comes back when its page crashes, and can talk again', async () => {
    const { one } = await started();
    expect(await one.ask({ ask: 'evaluate', expression: talk(ASK_SETTINGS) })).toMatchObject([{ type: 'data' }]);
    await one.ask({ ask: 'crash' });
    const again = () => one.ask({ ask: 'evaluate', expression: 'typeof window.holdfast' }).catch(() => 'not yet');
    await expect.poll(again, { timeout: 20_000 }).toBe('object');
    expect(await one.ask({ ask: 'evaluate', expression: talk(ASK_SETTINGS) })).toMatchObject([{ type: 'data' }]);
  });

  test('closes the core cleanly with the last window, and on SIGTERM', async () => {
    const first = await started();
    void first.one.ask({ ask: 'closeWindow' }).catch(() => {});
    expect((await first.one.ended).code).toBe(0);
    expect(coreLog(first.profile).at(-1)).toBe('closed');
    expect(readdirSync(first.profile)).not.toContain('console.lock');
    const second = await started();
    second.one.child.kill('SIGTERM');
    expect((await second.one.ended).code).toBe(0);
    expect(coreLog(second.profile).at(-1)).toBe('closed');
  });
});

describe('what a page may not do', () => {
  test('go elsewhere, open a window, embed a page, reach the network', async () => {
    const { one } = await started();
    await one.ask({ ask: 'evaluate', expression: `void (location.href = 'https://evil.example/')` });
    await expect.poll(async () => (await one.notes()).deniedNavigations).toContain('https://evil.example/');
    await one.ask({ ask: 'evaluate', expression: `void window.open('/index.html')` });
    await expect.poll(async () => (await one.notes()).deniedWindows).toHaveLength(1);
    const embedded = `new Promise((resolve) => {
      const frame = document.createElement('iframe');
      frame.src = '/index.html';
      frame.onload = () => resolve(frame.contentDocument?.title ?? 'nothing to see');
      document.body.append(frame);
    })`;
    expect(await one.ask({ ask: 'evaluate', expression: embedded })).toBe('nothing to see');
    const reached = `fetch('https://evil.example/').then(() => 'reached', () => 'not reached')`;
    expect(await one.ask({ ask: 'evaluate', expression: reached })).toBe('not reached');
    expect(await one.ask({ ask: 'evaluate', expression: 'document.title' })).toBe('Blank');
  });

  test('have any permission or device', async () => {
    const { one } = await started();
    const names = ['media', 'geolocation', 'notifications', 'usb', 'openExternal'];
    const granted = await Promise.all(names.map((name) => one.ask({ ask: 'permissions', name })));
    expect(granted).toEqual(names.map(() => ({ asked: false, checked: false, device: false })));
  });

  test('speak from a frame inside our page', async () => {
    const { one, profile } = await started();
    await one.ask({ ask: 'evaluate', expression: talk(ASK_SETTINGS) });
    await one.ask({ ask: 'evaluate', expression: `void document.body.append(document.createElement('iframe'))` });
    const save = JSON.stringify({ type: 'mutation', id: 9, path: 'records.save', input: { edits: [EDIT] } });
    await one.ask({ ask: 'sendFromFrame', channel: IPC_CHANNEL, text: save });
    await expect.poll(() => consoleLog(profile)).toContain('a message from a foreign frame');
    expect(coreLog(profile).some((line) => line.startsWith('save'))).toBe(false);
  });

  test('speak from another place, even if the window was brought there', async () => {
    const { one, profile } = await started();
    await one.ask({ ask: 'forceAway', url: 'data:text/html,<title>evil</title>' });
    await one.ask({ ask: 'evaluate', expression: `window.holdfast.send('{"type":"open"}')` });
    await expect.poll(() => consoleLog(profile)).toContain('"from":"data:text/html');
  });

  test('send what is no message: it is dropped, and the page goes on', async () => {
    const { one, profile } = await started();
    await one.ask({ ask: 'evaluate', expression: `window.holdfast.send('{')` });
    await one.ask({ ask: 'evaluate', expression: `window.holdfast.send({ type: 'open' })` });
    await expect.poll(() => consoleLog(profile).split('a message that is none')).toHaveLength(3);
    expect(await one.ask({ ask: 'evaluate', expression: talk(ASK_SETTINGS) })).toMatchObject([{ type: 'data' }]);
  });
});
