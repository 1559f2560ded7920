/**
 * The built Electron program, from its window opening to a save that reaches a real server: main and preload bundles on
 * the stand-in `electron`, everything behind them real. What that proves and what not: tests/stand-in/electron.ts.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ensureBuilt } from '../shell/built.ts';
import { installWithBlankPage, runElectron, type RunElectron } from '../shell/run-electron.ts';
import { readNumber, startServer, type ServerProcess } from './processes.ts';

const folder = mkdtempSync(join(tmpdir(), 'holdfast-electron-'));
const database = join(folder, 'server.db');
let server: ServerProcess;
let app: RunElectron;

beforeAll(async () => {
  ensureBuilt();
  server = await startServer(database);
  app = runElectron(installWithBlankPage(), ['--profile', join(folder, 'profile'), '--server', server.url], {
    core: 'real',
  });
  await app.ready;
}, 120_000);

afterAll(async () => {
  app?.child.kill('SIGTERM');
  await app?.ended;
  await server?.kill('SIGTERM');
  rmSync(folder, { recursive: true, force: true });
});

let asked = 0;

/** In the page: the preload's pair of functions as one that asks and waits. */
const ASKING = `window.asks ??= (() => {
  const waiting = new Map();
  const opened = new Promise((resolve) => waiting.set('opened', resolve));
  window.holdfast.onMessage((text) => {
    const heard = JSON.parse(text);
    waiting.get(heard.type === 'opened' ? 'opened' : heard.id)?.(heard);
  });
  window.holdfast.send('{"type":"open"}');
  return async (message) => {
    await opened;
    return new Promise((resolve) => {
      waiting.set(message.id, resolve);
      window.holdfast.send(JSON.stringify(message));
    });
  };
})()`;

function call(type: 'query' | 'mutation', path: string, input?: object): Promise<unknown> {
  const message = JSON.stringify({ type, id: ++asked, path, input });
  return app.ask({ ask: 'evaluate', expression: `(${ASKING}, window.asks(${message}))` });
}

const result = async (type: 'query' | 'mutation', path: string, input?: object): Promise<string> =>
  JSON.stringify(await call(type, path, input));

test('[SAVE-1, W-6] the window opens, somebody signs in, saves, and the work arrives once', async () => {
  const people = await result('query', 'session.demoPeople');
  const ada = /"id":"([^"]+)","name":"Ada Brandt"/.exec(people)?.[1] ?? '';
  expect(ada).not.toBe('');
  await call('mutation', 'session.enrolDemo', { person: ada, pin: '2468' });
  const list = { range: 'all', whose: 'everyone', site: null, text: '', limit: 5 };
  let job = '';
  await expect
    .poll(async () => (job = /"rows":\[\{"id":"([^"]+)"/.exec(await result('query', 'work.list', list))?.[1] ?? ''), {
      timeout: 20_000,
    })
    .not.toBe('');
  const nothing = { writer: null, canonical: null, archived: null };
  const note = {
    record: null,
    collection: 'note',
    group: 'entry',
    set: { workOrder: job, text: 'from the window' },
    saw: nothing,
  };
  const saved = await result('mutation', 'records.save', { edits: [note] });
  expect(saved).toContain('Saved locally. Will sync on reconnect.');
  await expect
    .poll(() => readNumber(database, "SELECT count(*) FROM log WHERE instr(edits, 'from the window') > 0"), {
      timeout: 20_000,
    })
    .toBe(1);
  await expect.poll(() => result('query', 'work.visit', { id: job }), { timeout: 20_000 }).toContain('"text":"Synced"');
});
