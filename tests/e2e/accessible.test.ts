/** Axe on every screen in every theme, with the demo hospital in it: nothing serious, nothing critical. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchChromium } from '../stand-in/chromium.ts';
import { ConsolePage } from './console-page.ts';
import { startConsole, startServer, type ConsoleProcess, type ServerProcess } from './processes.ts';

const folder = mkdtempSync(join(tmpdir(), 'holdfast-axe-'));
const processes: (ConsoleProcess | ServerProcess)[] = [];
let browser: Browser;
let console: ConsoleProcess;
let margit: ConsolePage;

beforeAll(async () => {
  browser = await launchChromium();
  const server = await startServer(join(folder, 'server.db'));
  console = await startConsole(join(folder, 'margit'), server.url);
  processes.push(server, console);
  margit = await ConsolePage.open(browser, console);
}, 120_000);

afterAll(async () => {
  await browser?.close();
  for (const p of processes.toReversed()) await p.kill('SIGTERM');
  rmSync(folder, { recursive: true, force: true });
});

/** What axe calls serious or worse, once nothing on the page is still on its way from one colour to another. */
async function seriousOn(screen: string): Promise<readonly string[]> {
  await margit.page.evaluate(() => Promise.all(document.getAnimations().map((a) => a.finished.catch(() => undefined))));
  const found = await new AxeBuilder({ page: margit.page }).analyze();
  return found.violations
    .filter((v) => v.impact === 'serious' || v.impact === 'critical')
    .map((v) => `${screen}: ${v.id} on ${v.nodes.map((n) => n.target.join(' ')).join(', ')}`);
}

describe('axe', () => {
  test('the first run has nothing serious', async () => {
    await margit.page.getByText('Set up this laptop').waitFor();
    expect(await seriousOn('first run')).toEqual([]);
    await margit.enrolAs('Margit Sauer');
  });

  test.each(['Light', 'Dark', 'Sunlight'])('%s: no screen has anything serious', async (theme) => {
    const { page } = margit;
    const serious: string[] = [];
    const look = async (screen: string): Promise<void> => void serious.push(...(await seriousOn(`${theme} ${screen}`)));
    await margit.goTo('Settings');
    await page
      .getByRole('group', { name: /Theme|Colours/ })
      .getByText(theme, { exact: true })
      .click();
    await page.locator(`html[data-theme='${theme.toLowerCase()}'][data-mantine-color-scheme]`).waitFor();
    await look('settings');
    await margit.openJob('Image artefact');
    await look('visit');
    await margit.visit().getByRole('link', { name: 'History' }).click();
    await page.getByRole('heading', { level: 1 }).first().waitFor();
    await look('history');
    await margit.goTo('Equipment');
    await page.getByRole('main').getByRole('textbox').first().fill('4471');
    await page
      .getByRole('main')
      .getByRole('link', { name: /CT scanner/ })
      .first()
      .waitFor();
    await look('equipment');
    await page
      .getByRole('main')
      .getByRole('link', { name: /CT scanner/ })
      .first()
      .click();
    await page.getByText('Tube temperature').first().waitFor();
    await look('device');
    await margit.goTo('Review');
    await look('review queue');
    await page.getByRole('listitem').filter({ hasText: 'SN 4471' }).getByRole('link').first().click();
    await page.getByText(/Which is right for/).waitFor();
    await look('picker');
    await margit.goTo('Sync');
    await look('sync');
    expect(serious).toEqual([]);
  });

  test('the lock screen has nothing serious', async () => {
    await margit.page.getByRole('button', { name: 'Lock' }).first().click();
    await margit.page.locator('input[type=password]').first().waitFor();
    expect(await seriousOn('lock')).toEqual([]);
  });
});
