/** The history on the screen, by keyboard alone: read, narrowed, the question behind a conflict, and as a file. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Download, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { verifyExport } from '../../resources/verify-export.mjs';
import { launchChromium } from '../stand-in/chromium.ts';
import { ConsolePage } from './console-page.ts';
import { startConsole, startServer, type ConsoleProcess, type ServerProcess } from './processes.ts';

const folder = mkdtempSync(join(tmpdir(), 'holdfast-history-'));
const processes: (ConsoleProcess | ServerProcess)[] = [];
let browser: Browser;
let margit: ConsolePage;
let page: Page;

beforeAll(async () => {
  browser = await launchChromium();
  const server = await startServer(join(folder, 'server.db'));
  const console = await startConsole(join(folder, 'margit'), server.url);
  processes.push(server, console);
  margit = await ConsolePage.open(browser, console);
  ({ page } = margit);
  await margit.enrolAs('Margit Sauer');
  await margit.openJob('Image artefact');
  await margit.visit().getByRole('link', { name: 'History' }).focus();
}, 120_000);

afterAll(async () => {
  await browser?.close();
  for (const p of processes.toReversed()) await p.kill('SIGTERM');
  rmSync(folder, { recursive: true, force: true });
});

const story = () => page.getByRole('region', { name: 'The story, newest first' });
const status = () => page.getByRole('status').filter({ hasText: /^History/ });

/** Presses Tab until something of that name has the focus. */
async function tabTo(name: RegExp): Promise<void> {
  for (let i = 0; i < 60; i++) {
    const words = await page.evaluate(() => {
      const at = document.activeElement;
      const label = at instanceof HTMLInputElement ? at.labels?.[0]?.textContent : null;
      return at?.getAttribute('aria-label') ?? label ?? at?.textContent ?? '';
    });
    if (name.test(words)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`${name} cannot be reached with Tab`);
}

async function exportAs(keys: readonly string[]): Promise<Download> {
  await tabTo(/^Export…/);
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Export the history' });
  await dialog.waitFor();
  for (const key of keys) await page.keyboard.press(key);
  await tabTo(/^Export$/);
  const download = page.waitForEvent('download');
  await page.keyboard.press('Enter');
  const file = await download;
  await dialog.getByText(/^Handed over/).waitFor();
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'hidden' });
  return file;
}

describe('the history, by keyboard', () => {
  test('[A-2] opens from the visit and tells who wrote what, when, and by which path', async () => {
    await page.keyboard.press('Enter');
    await story().waitFor();
    await story().getByText('by link').first().waitFor();
    expect(await status().innerText()).toMatch(/^History, \d+ entries, newest first$/);
    expect(await page.getByText('Only what this laptop has seen').count()).toBe(0);
  });

  test('[A-2] is narrowed to a person and back', async () => {
    await tabTo(/^Everyone/);
    await page.keyboard.press('ArrowDown');
    await page.getByRole('option').first().waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    const narrowed = status().filter({ hasText: /\d+ of \d+ entries/ });
    await narrowed.waitFor();
    const [some = 0, all = 0] = (await narrowed.innerText()).match(/\d+/g)?.map(Number) ?? [];
    expect(some).toBeLessThan(all);
    await page.getByRole('combobox', { name: 'Everyone' }).or(page.getByLabel('Everyone')).first().focus();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('ArrowDown');
    await page.getByRole('option', { selected: true }).waitFor();
    await page.keyboard.press('Enter');
    const whole = status().filter({ hasText: /^History, \d+ entries/ });
    await whole.waitFor();
    expect(await whole.innerText()).toContain(`${all} entries`);
  });

  test('[A-2] leads from the conflict to its question and back', async () => {
    await tabTo(/^Open the question/);
    await page.keyboard.press('Enter');
    await page.getByText(/Which is right for/).waitFor();
    expect(page.url()).toContain('/review/');
    await page.goBack();
    await story().waitFor();
  });

  test('[A-2] is handed over as JSON Lines that pass the verifier, and as PDF', async () => {
    const lines = await exportAs(['ArrowRight']);
    expect(lines.suggestedFilename()).toMatch(/^holdfast-history-job-.*\.jsonl$/);
    const { wrong, said } = verifyExport(readFileSync(await lines.path(), 'utf8'));
    expect(wrong).toEqual([]);
    expect(said.positions.length).toBeGreaterThan(3);
    const pdf = await exportAs([]);
    expect(pdf.suggestedFilename()).toMatch(/\.pdf$/);
    expect(readFileSync(await pdf.path(), 'latin1').slice(0, 5)).toBe('%PDF-');
  });

  test.each(['Light', 'Dark', 'Sunlight'])('%s: axe finds nothing serious, the dialog included', async (theme) => {
    await margit.goTo('Settings');
    await page
      .getByRole('group', { name: /Theme|Colours/ })
      .getByText(theme, { exact: true })
      .click();
    await page.locator(`html[data-theme='${theme.toLowerCase()}'][data-mantine-color-scheme]`).waitFor();
    await margit.openJob('Image artefact');
    await margit.visit().getByRole('link', { name: 'History' }).click();
    await story().waitFor();
    const serious = async (): Promise<readonly string[]> => {
      await page.evaluate(() => Promise.all(document.getAnimations().map((a) => a.finished.catch(() => undefined))));
      const { violations } = await new AxeBuilder({ page }).analyze();
      return violations
        .filter((v) => v.impact === 'serious' || v.impact === 'critical')
        .map((v) => `${v.id} on ${v.nodes.map((n) => n.target.join(' ')).join(', ')}`);
    };
    expect(await serious()).toEqual([]);
    await page.getByRole('button', { name: 'Export…' }).click();
    await page.getByRole('dialog', { name: 'Export the history' }).waitFor();
    expect(await serious()).toEqual([]);
    await page.keyboard.press('Escape');
  });

  test('[A-2] without a link the story is still there, and the export says why it cannot be', async () => {
    await margit.switchLink(false);
    await margit.openJob('Image artefact');
    await margit.visit().getByRole('link', { name: 'History' }).click();
    await story().getByText('by link').first().waitFor();
    await page.getByRole('button', { name: 'Export…' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Export', exact: true }).click();
    const said = page.getByText(/^Not exported/).first();
    await said.waitFor();
    expect(await said.innerText()).toContain('There is no link to the server now. The server makes the file');
    await page.keyboard.press('Escape');
    await margit.switchLink(true);
  });
});
