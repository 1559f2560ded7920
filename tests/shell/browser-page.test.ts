// The browser shell in a real browser, with the built screens and the renderer's own client.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { launchChromium } from '../stand-in/chromium.ts';
import { ensureBuilt } from './built.ts';
import { openAddress } from './open-console.ts';
import { freshFolder } from './fresh-folder.ts';
import { runConsole, type RunConsole } from './run-console.ts';

let browser: Browser;
let context: BrowserContext;
let running: RunConsole;
let profile: string;
let url: string;

beforeAll(async () => {
  ensureBuilt();
  browser = await launchChromium();
});
afterAll(() => browser.close());

beforeEach(async () => {
  profile = freshFolder('page');
  running = runConsole(['--shell', 'browser', '--no-open', '--profile', profile], { core: 'stand-in' });
  context = await browser.newContext();
  url = await running.ready;
});
afterEach(async () => {
  await context.close();
  running.child.kill('SIGKILL');
  await running.ended;
});

/** Goes there and gives back the first word the console says to the page. */
async function goTo(page: Page, address: string): Promise<string> {
  const socket = page.waitForEvent('websocket');
  const [said] = await Promise.all([socket.then((opened) => opened.waitForEvent('framereceived')), page.goto(address)]);
  return (JSON.parse(String(said.payload)) as { type: string }).type;
}

test('the token opens the page, leaves the address at once, and a reload needs none', async () => {
  const page = await context.newPage();
  const violations: string[] = [];
  page.on('console', (line) =>
    violations.push(...(line.text().includes('Content Security Policy') ? [line.text()] : [])),
  );
  expect(await goTo(page, openAddress(url, profile))).toBe('opened');
  expect(page.url()).not.toContain('token');
  await page.getByRole('heading').first().waitFor();
  const socket = page.waitForEvent('websocket');
  const [said] = await Promise.all([socket.then((opened) => opened.waitForEvent('framereceived')), page.reload()]);
  expect(said.payload).toContain('"opened"');
  expect(await context.cookies()).toEqual([]);
  expect(violations).toEqual([]);
});

test('the page in the profile takes a browser there', async () => {
  const page = await context.newPage();
  await page.goto(pathToFileURL(join(profile, 'open.html')).href);
  await page.waitForURL((now) => now.href.startsWith(url));
  await page.getByRole('heading').first().waitFor();
  expect(page.url()).not.toContain('token');
});

test('without a token the page is refused and says how to open Holdfast', async () => {
  const page = await context.newPage();
  expect(await goTo(page, url)).toBe('refused');
  await page.getByText('open Holdfast from its icon').waitFor();
});

test('an address that was used opens no second page', async () => {
  const address = openAddress(url, profile);
  expect(await goTo(await context.newPage(), address)).toBe('opened');
  expect(await goTo(await context.newPage(), address)).toBe('refused');
});

test('a page of another site reaches nothing', async () => {
  const page = await context.newPage();
  await page.route('http://evil.example/', (route) =>
    route.fulfill({ contentType: 'text/html', body: '<title>evil</title>' }),
  );
  await page.goto('http://evil.example/');
  const knock = (address: string) =>
    new Promise<string>((resolve) => {
      const socket = new WebSocket(address);
      socket.addEventListener('open', () => resolve('open'));
      socket.addEventListener('error', () => resolve('refused'));
    });
  expect(await page.evaluate(knock, `${url.replace('http', 'ws')}ipc`)).toBe('refused');
  const embed = (address: string) =>
    new Promise<string>((resolve) => {
      const script = document.createElement('script');
      script.src = address;
      script.addEventListener('load', () => resolve('loaded'));
      script.addEventListener('error', () => resolve('refused'));
      document.head.append(script);
    });
  const asset = /assets\/index-[\w-]+\.js/.exec(await (await fetch(url)).text())![0];
  expect(await page.evaluate(embed, `${url}${asset}`)).toBe('refused');
});
