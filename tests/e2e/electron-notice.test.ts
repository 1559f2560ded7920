/**
 * A notice of the desktop in the built Electron program: a question comes over a real server, Electron is asked to show it
 * once, and a click brings the window to the front. What that proves and what not: tests/stand-in/electron.ts.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ensureBuilt } from '../shell/built.ts';
import { installWithBlankPage, runElectron, type RunElectron } from '../shell/run-electron.ts';
import { launchChromium } from '../stand-in/chromium.ts';
import { ConsolePage } from './console-page.ts';
import { writeTenConflicts } from './conflicts.ts';
import { startConsole, startServer, type ConsoleProcess, type ServerProcess } from './processes.ts';

const folder = mkdtempSync(join(tmpdir(), 'holdfast-notice-'));
const laptops: ConsoleProcess[] = [];
let browser: Browser;
let server: ServerProcess;
let app: RunElectron;

beforeAll(async () => {
  ensureBuilt();
  browser = await launchChromium();
  server = await startServer(join(folder, 'server.db'));
  app = runElectron(installWithBlankPage(), ['--profile', join(folder, 'margit'), '--server', server.url], {
    core: 'real',
  });
  await app.ready;
}, 120_000);

afterAll(async () => {
  await browser?.close();
  app?.child.kill('SIGTERM');
  await app?.ended;
  for (const laptop of laptops) await laptop.kill('SIGTERM');
  await server?.kill('SIGTERM');
  rmSync(folder, { recursive: true, force: true });
});

/** In the page: opens, asks one thing, gives the answer. */
const asking = (message: object): string => `new Promise((resolve) => {
  window.holdfast.onMessage((text) => {
    const heard = JSON.parse(text);
    if (heard.id === 1) resolve(heard);
  });
  window.holdfast.send('{"type":"open"}');
  window.holdfast.send(${JSON.stringify(JSON.stringify(message))});
})`;

const call = (type: 'query' | 'mutation', path: string, input?: object): Promise<unknown> =>
  app.ask({ ask: 'evaluate', expression: asking({ type, id: 1, path, input }) });

test('[C-4] Electron is asked to show new questions as one notice, and a click on it brings the window to the front', async () => {
  const people = JSON.stringify(await call('query', 'session.demoPeople'));
  const margit = /"id":"([^"]+)","name":"Margit Sauer"/.exec(people)?.[1] ?? '';
  await call('mutation', 'session.enrolDemo', { person: margit, pin: '2468' });
  const list = { status: 'open', whose: 'forMe' };
  await expect
    .poll(async () => JSON.stringify(await call('query', 'review.list', list)), { timeout: 20_000 })
    .toContain('"total":1');
  for (const name of ['Ada Brandt', 'Ben Okafor']) {
    const laptop = await startConsole(join(folder, name), server.url);
    const page = await ConsolePage.open(browser, laptop);
    await page.enrolAs(name);
    await page.openJob('Yearly safety inspection');
    await laptop.kill('SIGTERM');
    await page.page.context().close();
    laptops.push(laptop);
  }
  expect((await app.notes()).notices).toEqual([]);
  writeTenConflicts(join(folder, 'Ada Brandt'), join(folder, 'Ben Okafor'));
  for (const name of ['Ada Brandt', 'Ben Okafor']) laptops.push(await startConsole(join(folder, name), server.url));
  const counted = async (): Promise<number> => {
    const { notices } = await app.notes();
    return notices.reduce((sum, { title }) => sum + Number(/^(\d+) new questions/.exec(title)?.[1] ?? 1), 0);
  };
  await expect.poll(counted, { timeout: 30_000 }).toBe(10);
  const { focused } = await app.notes();
  await app.ask({ ask: 'clickNotice' });
  expect((await app.notes()).focused).toBe(focused + 1);
});
