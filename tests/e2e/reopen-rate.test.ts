/** A visit that is looked at again right after it was saved, and the lead who sees that it was. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchChromium } from '../stand-in/chromium.ts';
import { seriousOn, tooSmall } from './by-keyboard.ts';
import { ConsolePage } from './console-page.ts';
import { startConsole, startServer, type ConsoleProcess, type ServerProcess } from './processes.ts';

const JOB = 'Flow sensor drifts';
const OTHER = 'Image artefact';
const folder = mkdtempSync(join(tmpdir(), 'holdfast-reopen-'));
const processes: (ConsoleProcess | ServerProcess)[] = [];
let browser: Browser;
let ada: ConsolePage;
let lead: ConsolePage;

beforeAll(async () => {
  browser = await launchChromium();
  const server = await startServer(join(folder, 'server.db'));
  processes.push(server);
  const laptopOf = async (name: string): Promise<ConsolePage> => {
    const console = await startConsole(join(folder, name.split(' ')[0] ?? name), server.url);
    processes.push(console);
    const page = await ConsolePage.open(browser, console);
    await page.enrolAs(name);
    return page;
  };
  ada = await laptopOf('Ada Brandt');
  lead = await laptopOf('Tomas Lindqvist');
}, 120_000);

afterAll(async () => {
  await browser?.close();
  for (const p of processes.toReversed()) await p.kill('SIGTERM');
  rmSync(folder, { recursive: true, force: true });
});

/** Long enough on screen to count as looked at: the page tells of it when it is. */
async function lookAt(title: string): Promise<void> {
  await ada.openJob(title);
  await ada.page.waitForTimeout(900);
}

describe('the re-open rate', () => {
  test('[STAT-1, STAT-2] a re-opened visit leaves one small report, and its label stays Synced', async () => {
    await ada.openJob(JOB);
    await ada.section('Findings').getByRole('textbox', { name: 'Findings' }).fill('Sensor replaced.');
    await ada.save();
    expect(await ada.labelBecomes('Synced')).toBe('Synced');
    await lookAt(OTHER);
    await ada.switchLink(false);
    await lookAt(JOB);
    await ada.goTo('Sync');
    await ada.page.getByTestId('waiting-says').filter({ hasText: '1 background change waits' }).waitFor();
    await ada.openJob(JOB);
    expect(await ada.labelBecomes('Synced')).toBe('Synced');
    await ada.switchLink(true);
    await ada.page.getByTestId('waiting-says').filter({ hasText: 'Nothing waits' }).waitFor();
  });

  test('[STAT-1] the lead sees it on Team, in the plot, in the table and in a file', async () => {
    const { page } = lead;
    await page.keyboard.press('g');
    await page.keyboard.press('t');
    await page.getByRole('heading', { name: 'Team', level: 1 }).waitFor();
    await page.getByText(/A save counts as re-opened when the same person opens/).waitFor();
    const row = page.getByRole('row').filter({ hasText: 'Ada Brandt' });
    await row.waitFor();
    expect(await row.getByRole('cell').allInnerTexts()).toEqual(['today', 'Ada Brandt', '1', '1', '100 %']);
    await page.getByRole('img', { name: 'Re-open rate. The team: 100 % to 100 %, today 100 %.' }).waitFor();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Export as CSV' }).click(),
    ]);
    expect(readFileSync(await download.path(), 'utf8')).toMatch(
      /^day,person,saves,re-opened,rate\r\n\d{4}-\d\d-\d\d,Ada Brandt,1,1,100 %\r\n$/,
    );
  });

  test.each(['Light', 'Dark', 'Sunlight'])(
    '%s: Team has nothing serious, and its targets are large enough',
    async (theme) => {
      const { page } = lead;
      await lead.goTo('Settings');
      await page
        .getByRole('group', { name: /Theme|Colours/ })
        .getByText(theme, { exact: true })
        .click();
      await page.locator(`html[data-theme='${theme.toLowerCase()}'][data-mantine-color-scheme]`).waitFor();
      await page.getByRole('link', { name: /^Team/ }).click();
      await page.getByRole('row').filter({ hasText: 'Ada Brandt' }).waitFor();
      expect(await seriousOn(page)).toEqual([]);
      const targets = page.getByRole('main').locator('button, label:has(input[type=radio])');
      expect(await targets.count()).toBeGreaterThan(4);
      expect(await tooSmall(targets)).toEqual([]);
    },
  );

  test('[STAT-1] a technician finds no Team among the screens, and is told whom it is for', async () => {
    expect(await ada.page.getByRole('link', { name: /^Team/ }).count()).toBe(0);
    await ada.goTo('Sync');
    await ada.page.keyboard.press('g');
    await ada.page.keyboard.press('t');
    await ada.page.getByText('Team is for those who lead one').waitFor();
  });
});
