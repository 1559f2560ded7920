/**
 * The story that the product exists for, as people see it: two laptops part, work on one job without a network, and meet
 * again. Three consoles and a server as separate processes, in a real browser, driven by what is on the screens.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchChromium } from '../stand-in/chromium.ts';
import { ConsolePage } from './console-page.ts';
import { startConsole, startServer, type ConsoleProcess, type ServerProcess } from './processes.ts';

const JOB = 'Flow sensor drifts';
const folder = mkdtempSync(join(tmpdir(), 'holdfast-e2e-'));
const processes: (ConsoleProcess | ServerProcess)[] = [];
let browser: Browser;
let server: ServerProcess;
let ada: ConsolePage;
let ben: ConsolePage;
let margit: ConsolePage;

async function laptopOf(name: string): Promise<ConsolePage> {
  const console = await startConsole(join(folder, name.split(' ')[0] ?? name), server.url);
  processes.push(console);
  const page = await ConsolePage.open(browser, console);
  await page.enrolAs(name);
  return page;
}

beforeAll(async () => {
  browser = await launchChromium();
  server = await startServer(join(folder, 'server.db'));
  processes.push(server);
  ada = await laptopOf('Ada Brandt');
  ben = await laptopOf('Ben Okafor');
  margit = await laptopOf('Margit Sauer');
}, 120_000);

afterAll(async () => {
  await browser?.close();
  for (const p of processes.toReversed()) await p.kill('SIGTERM');
  rmSync(folder, { recursive: true, force: true });
});

describe('two laptops without a network, and back', () => {
  test('[SAVE-1, N-1] both save offline; each label says what is true: saved here, not sent', async () => {
    await ada.switchLink(false);
    await ben.switchLink(false);

    await ada.openJob(JOB);
    expect(await ada.labelBecomes('Synced')).toBe('Synced');
    await ada
      .section('Findings')
      .getByRole('textbox', { name: 'Findings' })
      .fill('Sensor replaced from stock, calibrated.');
    await ada.section('Parts replaced').getByText('None', { exact: true }).click();
    await ada.page.getByText('Not saved yet').first().waitFor();
    await ada.save();
    expect(await ada.labelBecomes('Saved on this laptop only.')).toBe('Saved on this laptop only.');

    await ben.openJob(JOB);
    await ben.section('Progress').getByText('Started', { exact: true }).first().click();
    await ben.section('Parts replaced').getByRole('button', { name: 'Add a part' }).click();
    await ben.section('Parts replaced').getByRole('textbox', { name: 'Part', exact: true }).fill('flow sensor');
    await ben.section('Parts replaced').getByRole('textbox', { name: 'Quantity' }).fill('1');
    await ben.save();
    expect(await ben.labelBecomes('Saved on this laptop only.')).toBe('Saved on this laptop only.');
  });

  test('[W-6] the first one back: the work arrives and the label says Synced', async () => {
    await ada.switchLink(true);
    await ada.openJob(JOB);
    expect(await ada.labelBecomes('Synced')).toBe('Synced');
  });

  test('[C-4] the second one back: other groups merge, the parts are one question, and both authors see it', async () => {
    await ben.switchLink(true);
    await ben.openJob(JOB);
    expect(await ben.labelBecomes('Conflict — waiting for Margit Sauer')).toBe('Conflict — waiting for Margit Sauer');
    await ben
      .section('Findings')
      .getByRole('textbox', { name: 'Findings' })
      .and(ben.page.locator('textarea'))
      .waitFor();
    expect(await ben.section('Findings').getByRole('textbox', { name: 'Findings' }).inputValue()).toBe(
      'Sensor replaced from stock, calibrated.',
    );

    expect(await ada.labelBecomes('Conflict — waiting for Margit Sauer')).toBe('Conflict — waiting for Margit Sauer');
    await expect.poll(() => ada.section('Progress').getByRole('radio', { name: 'Started' }).isChecked()).toBe(true);
  });

  test('[C-5] the manager answers with one key; the question is gone and nothing else was asked', async () => {
    await margit.goTo('Review');
    await margit.page.getByRole('listitem').filter({ hasText: 'SN 52018' }).getByRole('link').first().click();
    await margit.page.getByText(/Which is right for/).waitFor();
    await margit.page
      .getByText(/1 × flow sensor/)
      .first()
      .waitFor();
    await margit.page.keyboard.press('2');
    await margit.page.getByText(/Kept/).first().waitFor();
    expect(await margit.page.getByText(/Which is right for/).count()).toBeLessThanOrEqual(1);
    await margit.goTo('Review');
    await margit.page.getByRole('listitem').first().waitFor();
    expect(await margit.page.getByRole('listitem').filter({ hasText: 'SN 52018' }).count()).toBe(0);
  });

  test('[C-3, W-6] both consoles show the outcome, and the history keeps the other value', async () => {
    expect(await ben.labelBecomes('Synced')).toBe('Synced');
    expect(await ada.labelBecomes(/^Synced\..*was kept — see history/)).toMatch(/^Synced\..*was kept — see history/);
    await ada.section('Parts replaced').getByText('flow sensor').waitFor();

    await ada.visit().getByRole('link', { name: 'History' }).click();
    await ada.page.getByText('Margit Sauer').first().waitFor();
    await ada.page
      .getByText(/^none$/)
      .first()
      .waitFor();
  });

  test('what a save made with the link on says, without a switch in between', async () => {
    await ben.openJob(JOB);
    await ben.section('Notes').getByRole('button', { name: 'Add a note' }).click();
    await ben.section('Notes').getByRole('textbox').last().fill('Handed back to the ward.');
    await ben.save();
    expect(await ben.labelBecomes('Synced')).toBe('Synced');
    await ada.openJob(JOB);
    await ada.section('Notes').getByText('Handed back to the ward.').waitFor();
  });

  test('[N-1, N-2] the server is gone: saves go on, the label does not promise more, and the strip says what is in the way', async () => {
    await server.kill('SIGKILL');
    await ben.section('Findings').getByRole('textbox', { name: 'Findings' }).fill('Written while the server was down.');
    await ben.save();
    expect(await ben.labelBecomes('Saved locally. Will sync on reconnect.')).toBe(
      'Saved locally. Will sync on reconnect.',
    );
    await ben.page
      .getByText('The server’s machine answers, but the service is not running')
      .first()
      .waitFor({ timeout: 60_000 });
    server = await startServer(join(folder, 'server.db'), server.port);
    processes.push(server);
    await ben.label().filter({ hasText: 'Synced' }).waitFor({ timeout: 90_000 });
    await ada
      .section('Findings')
      .getByText('Written while the server was down.')
      .or(ada.section('Findings').getByRole('textbox'))
      .first()
      .waitFor();
  });
});
