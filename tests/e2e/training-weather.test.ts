/** Training weather as a person meets it: chosen in Settings, marked on every screen, acting, and cleared with one click. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchChromium } from '../stand-in/chromium.ts';
import { ConsolePage } from './console-page.ts';
import { startConsole, startServer, type ConsoleProcess, type ServerProcess } from './processes.ts';

const folder = mkdtempSync(join(tmpdir(), 'holdfast-training-'));
const processes: (ConsoleProcess | ServerProcess)[] = [];
let browser: Browser;
let ben: ConsolePage;

beforeAll(async () => {
  browser = await launchChromium();
  const server = await startServer(join(folder, 'server.db'));
  const console = await startConsole(join(folder, 'ben'), server.url);
  processes.push(server, console);
  ben = await ConsolePage.open(browser, console);
  await ben.enrolAs('Ben Okafor');
}, 120_000);

afterAll(async () => {
  await browser?.close();
  for (const p of processes.toReversed()) await p.kill('SIGTERM');
  rmSync(folder, { recursive: true, force: true });
});

const badge = (): Locator => ben.page.getByTestId('training-weather');
async function choose(title: string): Promise<void> {
  const list = ben.page.getByRole('group', { name: /Weather on this console/ });
  await list.getByRole('radio', { name: title, exact: true }).click();
  await badge().filter({ hasText: title }).waitFor();
}

describe('training weather', () => {
  test('[N-2] chosen in Settings, it is marked on every screen, acts like the real thing, and one click clears it', async () => {
    await ben.goTo('Settings');
    expect(await badge().count()).toBe(0);
    await choose('Sign-in page');
    const screens = ['Work', 'Equipment', 'Review', 'Sync', 'Settings'] as const;
    for (const screen of screens) {
      await ben.goTo(screen);
      await badge().filter({ hasText: 'Training weather: Sign-in page' }).waitFor();
    }
    await ben.openJob('Brake does not hold');
    await ben.section('Progress').getByText('Started', { exact: true }).first().click();
    await ben.save();
    expect(await ben.labelBecomes(/^Saved locally/)).toMatch(/Will sync on reconnect/);
    await ben.page.getByTestId('link-says').filter({ hasText: 'a sign-in page is in the way' }).waitFor();
    expect(await badge().innerText()).toContain('Training weather: Sign-in page');
    await badge().getByRole('button', { name: /Clear/ }).click();
    await badge().waitFor({ state: 'detached' });
    expect(await ben.labelBecomes(/^Synced/)).toMatch(/^Synced/);
  });

  test.each(['Light', 'Dark', 'Sunlight'])(
    '%s: axe finds nothing serious in the list, the badge, and on the lock screen',
    async (theme) => {
      const { page } = ben;
      const serious = async (): Promise<readonly string[]> => {
        await page.evaluate(() => Promise.all(document.getAnimations().map((a) => a.finished.catch(() => undefined))));
        const found = await new AxeBuilder({ page }).analyze();
        return found.violations
          .filter((v) => v.impact === 'serious' || v.impact === 'critical')
          .map((v) => `${v.id} on ${v.nodes.map((n) => n.target.join(' ')).join(', ')}`);
      };
      await ben.goTo('Settings');
      await page
        .getByRole('group', { name: /Theme|Colours/ })
        .getByText(theme, { exact: true })
        .click();
      await page.locator(`html[data-theme='${theme.toLowerCase()}'][data-mantine-color-scheme]`).waitFor();
      await choose('Weak signal');
      if (process.env['HOLDFAST_PICTURES'])
        await page.screenshot({ path: join(process.env['HOLDFAST_PICTURES'], `${theme}.png`) });
      expect(await serious()).toEqual([]);
      await page.getByRole('button', { name: 'Lock' }).first().click();
      await badge().filter({ hasText: 'Weak signal' }).waitFor();
      expect(await serious()).toEqual([]);
      await ben.unlock();
      await badge().getByRole('button', { name: /Clear/ }).click();
      await badge().waitFor({ state: 'detached' });
    },
  );
});
