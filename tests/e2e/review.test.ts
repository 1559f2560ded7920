/**
 * Review as the service manager meets it after an outage: ten conflicts of two laptops that worked without a network,
 * a real server, consoles as processes of their own, a real browser, keys and fingers only.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchChromium } from '../stand-in/chromium.ts';
import { ConsolePage } from './console-page.ts';
import { writeTenConflicts } from './conflicts.ts';
import { startConsole, startServer, type ConsoleProcess, type ServerProcess } from './processes.ts';

const folder = mkdtempSync(join(tmpdir(), 'holdfast-review-'));
const profileOf = (name: string): string => join(folder, name);
let browser: Browser;
let server: ServerProcess;
const laptops = new Map<string, ConsoleProcess>();
let margit: ConsolePage;

async function start(name: string): Promise<ConsoleProcess> {
  const console = await startConsole(profileOf(name), server.url);
  laptops.set(name, console);
  return console;
}

/** Enrolled, and everything fetched that there is. */
async function enrol(name: string, person: string): Promise<ConsolePage> {
  const page = await ConsolePage.open(browser, await start(name));
  await page.enrolAs(person);
  await page.openJob('Yearly safety inspection');
  return page;
}

beforeAll(async () => {
  browser = await launchChromium();
  server = await startServer(join(folder, 'server.db'));
  for (const [name, person] of [
    ['ada', 'Ada Brandt'],
    ['ben', 'Ben Okafor'],
  ] as const) {
    const page = await enrol(name, person);
    await laptops.get(name)?.kill('SIGTERM');
    await page.page.context().close();
  }
  writeTenConflicts(profileOf('ada'), profileOf('ben'));
  margit = await enrol('margit', 'Margit Sauer');
}, 180_000);

afterAll(async () => {
  await browser?.close();
  for (const p of laptops.values()) await p.kill('SIGTERM');
  await server?.kill('SIGTERM');
  rmSync(folder, { recursive: true, force: true });
});

const title = () => margit.page.title();
const begin = () => margit.page.getByRole('button', { name: /^Answer/ });
const sentence = () => margit.page.getByRole('heading', { level: 1 });
const card = (at: 1 | 2) => margit.page.getByRole('region', { name: at === 1 ? /^The first/ : /^The second/ });

async function serious(screen: string): Promise<readonly string[]> {
  const { page } = margit;
  await page.evaluate(() => Promise.all(document.getAnimations().map((a) => a.finished.catch(() => undefined))));
  const found = await new AxeBuilder({ page }).analyze();
  return found.violations
    .filter((v) => v.impact === 'serious' || v.impact === 'critical')
    .map((v) => `${screen}: ${v.id} on ${v.nodes.map((n) => n.target.join(' ')).join(', ')}`);
}

async function choose(group: string | RegExp, words: string): Promise<void> {
  await margit.goTo('Settings');
  await margit.page.getByRole('group', { name: group }).getByText(words, { exact: true }).click();
}

/** Presses a key and waits until another question, or the queue, is on screen. */
async function press(key: string): Promise<void> {
  const { page } = margit;
  const before = page.url();
  await page.keyboard.press(key);
  await page.waitForURL((url) => url.href !== before);
}

/** Whether a finger that lands half of `least` above or below the middle still meets it (rows are larger than their link). */
function reaches(element: Element, least: number): boolean {
  element.scrollIntoView({ block: 'center' });
  const { left, top, width, height } = element.getBoundingClientRect();
  const meets = (y: number): boolean => {
    const hit = document.elementFromPoint(left + Math.min(width / 2, 20), y);
    return hit !== null && element.contains(hit);
  };
  const middle = top + height / 2;
  return meets(middle - least / 2 + 1) && meets(middle + least / 2 - 1);
}

/** What is too small for a finger, as the browser lays it out. */
async function tooSmall(least: number): Promise<readonly string[]> {
  const small: string[] = [];
  const targets: Locator[] = await margit.page
    .getByRole('main')
    .locator('button:visible, a:visible, input:visible, textarea:visible')
    .all();
  for (const target of targets) {
    const box = await target.boundingBox();
    if (!box || box.height >= least - 0.5 || (await target.evaluate(reaches, least))) continue;
    small.push(`${await target.evaluate((e) => e.outerHTML.slice(0, 120))} is ${box.height} px`);
  }
  expect(targets.length).toBeGreaterThan(3);
  return small;
}

interface Seen extends Window {
  seen: Notification[];
}

describe('review after an outage', () => {
  test('[C-4] what comes together is one notice on the desktop; a click leads to the queue, and it does not come again', async () => {
    const { page } = margit;
    await page.context().grantPermissions(['notifications']);
    // The browser's own notices, kept so that they can be clicked on.
    await page.addInitScript(() => {
      const seen: Notification[] = [];
      const Own = globalThis.Notification;
      class Kept extends Own {
        constructor(...said: ConstructorParameters<typeof Own>) {
          super(...said);
          seen.push(this);
        }
      }
      Object.assign(globalThis, { seen, Notification: Kept });
    });
    await page.reload();
    await choose('New questions', 'On');
    expect(await title()).toBe('(1) Settings – Holdfast');
    await start('ada');
    await start('ben');
    const seen = () => page.evaluate(() => (globalThis as unknown as Seen).seen.map((n) => n.title));
    await expect.poll(title, { timeout: 30_000 }).toBe('(11) Settings – Holdfast');
    await expect.poll(async () => (await seen()).length, { timeout: 20_000 }).toBeGreaterThan(0);
    const told = (await seen()).map((words) => Number(/^(\d+) new questions for you$/.exec(words)?.[1] ?? 1));
    expect(told.reduce((sum, n) => sum + n, 0)).toBe(10);
    expect(told.length).toBeLessThan(4);
    await page.evaluate(() => (globalThis as unknown as Seen).seen[0]?.dispatchEvent(new Event('click')));
    await begin().waitFor();
    expect(await title()).toBe('(11) Review – Holdfast');
    await page.reload();
    await begin().waitFor();
    await page.getByText('11 questions wait for your answer').waitFor();
    expect(await seen()).toEqual([]);
  });

  test('[C-4] questions of one record stand together, with their age; the filters narrow them and are remembered', async () => {
    const { page } = margit;
    const both = page.getByRole('listitem').filter({ hasText: '2 questions, asked in this order' }).first();
    expect(await both.getByRole('link').allInnerTexts()).toEqual(
      expect.arrayContaining(['Findings', 'Parts replaced']),
    );
    await both.getByText('For you').first().waitFor();
    await page.getByRole('combobox', { name: 'About' }).click();
    await page.getByRole('option', { name: /^Condition/ }).click();
    await expect.poll(() => page.getByRole('main').getByRole('link').count()).toBe(1);
    await page.reload();
    await begin().waitFor();
    await expect.poll(() => page.getByRole('main').getByRole('link').count()).toBe(1);
    await page.getByRole('combobox', { name: 'About' }).click();
    await page.getByRole('option', { name: 'About anything' }).click();
    await expect.poll(() => page.getByRole('main').getByRole('link').count()).toBe(11);
  });

  test.each(['Light', 'Dark', 'Sunlight'])('%s: queue and picker have nothing serious', async (theme) => {
    await choose('Theme', theme);
    await margit.page.locator(`html[data-theme='${theme.toLowerCase()}'][data-mantine-color-scheme]`).waitFor();
    await margit.goTo('Review');
    await begin().waitFor();
    const found = [...(await serious(`${theme} queue`))];
    await begin().click();
    await margit.page.getByText(/Which is right for/).waitFor();
    found.push(...(await serious(`${theme} picker`)));
    await margit.page.keyboard.press('r');
    await margit.page.getByRole('textbox', { name: /^Reason/ }).waitFor();
    found.push(...(await serious(`${theme} reason`)));
    await margit.page.keyboard.press('Escape');
    expect(found).toEqual([]);
  });

  test.each([
    ['Hand', 44],
    ['Glove', 56],
  ] as const)('%s: what is tapped in review is at least %i px high', async (mode, least) => {
    await choose('Works with', mode);
    await margit.goTo('Review');
    await begin().waitFor();
    expect(await tooSmall(least)).toEqual([]);
    await begin().click();
    await margit.page.getByText(/Which is right for/).waitFor();
    await margit.page.getByRole('button', { name: /Give a reason/ }).click();
    expect(await tooSmall(least)).toEqual([]);
    await margit.page.getByRole('button', { name: 'Seen on site' }).click();
    await card(1).getByRole('button').waitFor();
  });

  test('[C-5] by touch: a reason and one tap on a card decide, and Undo asks again', async () => {
    const { page } = margit;
    const before = page.url();
    await card(2).click({ position: { x: 40, y: 60 } });
    await page.waitForURL((url) => url.href !== before);
    await page.getByRole('button', { name: /^Undo/ }).click();
    await page.waitForURL(before);
    await page.getByText(/Which is right for/).waitFor();
    await choose('Works with', 'Hand');
    expect(await title()).toBe('(11) Settings – Holdfast');
  });

  test('[C-5] by keyboard alone: ten in a row, one after the other, without a word to type', async () => {
    const { page } = margit;
    await page.keyboard.press('g');
    await page.keyboard.press('r');
    await begin().waitFor();
    await page.keyboard.press('Enter');
    await page.getByText(/Which is right for/).waitFor();
    expect(
      await page
        .getByRole('article')
        .getByText(/^1 of 11$/)
        .count(),
    ).toBe(1);
    // Put off, by both keys: they come again at the end.
    const first = page.url();
    await press('l');
    const second = page.url();
    await press('Escape');
    const took: number[] = [];
    for (let i = 0; i < 10; i += 1) {
      await page.getByText(/Which is right for/).waitFor();
      const from = performance.now();
      // A key within this time belongs to the question before: nobody has read the next one by then.
      await page.waitForTimeout(450);
      await press(i % 2 === 0 ? '1' : '2');
      await page.getByText(/^Kept the (first|second)/).waitFor();
      took.push(performance.now() - from);
    }
    expect([first, second]).toContain(page.url());
    took.sort((a, b) => a - b);
    const median = took[Math.floor(took.length / 2)] ?? Number.NaN;
    process.stdout.write(
      `review by keyboard: ${took.length} decisions, median ${Math.round(median)} ms from one question to the next\n`,
    );
    await expect.poll(title).toBe('(1) Review – Holdfast');
  });

  test('[C-6] Ctrl+Z takes the last answer back, h shows the history; what is answered offline survives a kill', async () => {
    const { page } = margit;
    await press('Control+z');
    await page.getByText(/Which is right for/).waitFor();
    await expect.poll(title).toBe('(2) Review – Holdfast');
    const asked = await sentence().innerText();
    await press('h');
    await expect.poll(title).toBe('(2) History – Holdfast');
    await page.goBack();
    await margit.switchLink(false);
    await margit.goTo('Review');
    await page.getByText('2 questions wait for your answer; you can answer without a connection').waitFor();
    await page.keyboard.press('Enter');
    await page.getByText(asked).waitFor();
    await page.keyboard.press('r');
    await page.keyboard.type('Agreed with both');
    await page.keyboard.press('Enter');
    await press('1');
    await laptops.get('margit')?.kill('SIGKILL');
    await page.context().close();
    margit = await ConsolePage.open(browser, await start('margit'));
    await margit.unlock();
    await expect.poll(title).toBe('(1) Work – Holdfast');
    await margit.goTo('Review');
    await margit.page.getByText('Answered', { exact: true }).click();
    const decided = margit.page.getByRole('listitem').filter({ hasText: 'Agreed with both' }).last();
    await decided.getByText('Saved on this laptop only.').waitFor();
    await margit.switchLink(true);
    await margit.goTo('Review');
    await decided.getByText('Synced').waitFor();
    await margit.page.getByText('Open', { exact: true }).click();
    await begin().click();
    await margit.page.getByText(/Which is right for/).waitFor();
    await press('1');
    await expect.poll(title).toBe('Review – Holdfast');
    await margit.page.getByText('Nothing to decide').waitFor();
  });

  test('[C-5] both authors read the outcome where the work stands, and can write on from there', async () => {
    for (const name of ['ada', 'ben'] as const) {
      const laptop = laptops.get(name);
      if (!laptop) throw new Error('no laptop');
      const author = await ConsolePage.open(browser, laptop);
      await author.unlock();
      await author.goTo('Review');
      await author.page.getByText('Answered', { exact: true }).click();
      await author.page.getByText('kept', { exact: true }).first().waitFor();
      await author.page
        .getByRole('link', { name: /^Findings/ })
        .first()
        .click();
      await author.page.getByText('was decided').waitFor();
      await author.page.getByText(/Decided by Margit Sauer/).waitFor();
      await author.page.getByRole('button', { name: 'Write it anew' }).click();
      const findings = author.section('Findings');
      await findings.getByText(/Decided by Margit Sauer/).waitFor();
      await findings.getByText(/^Yours was kept|yours stays in the history/).waitFor();
      expect(await findings.getByRole('textbox').evaluate((field) => field === document.activeElement)).toBe(true);
      await findings.getByRole('link', { name: 'See both' }).click();
      await author.page.getByRole('button', { name: 'Add a note' }).click();
      await author.section('Notes').getByRole('button', { name: 'Add a note' }).waitFor();
      await author.page.context().close();
    }
  });
});
