/** A visit signed off with the keyboard alone, without a network; and what two laptops say about it afterwards. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchChromium } from '../stand-in/chromium.ts';
import { focusComes, openByKeyboard, seriousOn, tabTo, tooSmall } from './by-keyboard.ts';
import { ConsolePage, PIN } from './console-page.ts';
import { startConsole, startServer, type ConsoleProcess, type ServerProcess } from './processes.ts';

const JOB = 'Flow sensor drifts';
const folder = mkdtempSync(join(tmpdir(), 'holdfast-sign-'));
const processes: (ConsoleProcess | ServerProcess)[] = [];
let browser: Browser;
let ada: ConsolePage;
let ben: ConsolePage;

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
  ben = await laptopOf('Ben Okafor');
}, 120_000);

afterAll(async () => {
  await browser?.close();
  for (const p of processes.toReversed()) await p.kill('SIGTERM');
  rmSync(folder, { recursive: true, force: true });
});

const dialog = () => ada.page.getByRole('dialog', { name: /^Sign off as/ });
const signOff = (of: ConsolePage) => of.section('Sign-off');

describe('signing off', () => {
  test('[H-7] by keyboard, offline: what is missing is said first, the PIN is asked for, a wrong one signs nothing', async () => {
    const { page } = ada;
    const press = (key: string) => page.keyboard.press(key);
    await ada.switchLink(false);
    await openByKeyboard(page, JOB);
    await tabTo(page, signOff(ada).getByRole('button', { name: 'Sign off as Ada Brandt' }));
    await press('Enter');
    await signOff(ada).getByText('Say how it ended before signing off').waitFor();
    expect(await dialog().count()).toBe(0);

    await tabTo(page, ada.section('Parts replaced').getByRole('radio', { name: 'None' }));
    await press('Space');
    await tabTo(page, signOff(ada).getByRole('radio', { name: 'Repaired', exact: true }));
    await press('Space');
    await tabTo(page, signOff(ada).getByRole('button', { name: 'Sign off as Ada Brandt' }));
    await press('Enter');
    await dialog().waitFor();
    expect(await seriousOn(page)).toEqual([]);
    expect(await tooSmall(dialog().locator('button:not([aria-label]), label:has(input[type=radio])'))).toEqual([]);

    await focusComes(dialog().getByRole('radio', { name: 'I performed this work' }));
    await press('Space');
    const pin = dialog().getByLabel('Your PIN, once more');
    await tabTo(page, pin);
    await page.keyboard.type('9999');
    await press('Enter');
    await dialog().getByText('The PIN is not right.').waitFor();
    expect(await pin.inputValue()).toBe('');
    await focusComes(pin);
    await page.keyboard.type(PIN);
    await press('Enter');
    await signOff(ada).getByTestId('signature').waitFor();
    await dialog().waitFor({ state: 'detached' });
    expect((await signOff(ada).getByTestId('signature').innerText()).trim()).toMatch(
      /^Signed off by Ada Brandt, today \d\d:\d\d, “I performed this work”$/,
    );
    expect(await ada.labelBecomes('Saved on this laptop only.')).toBe('Saved on this laptop only.');
    expect(await seriousOn(page)).toEqual([]);
  });

  test('[H-7] another laptop sees it as signed; what is changed there marks it, with who and when, wherever it is shown', async () => {
    await ada.switchLink(true);
    await openByKeyboard(ben.page, JOB);
    await signOff(ben).getByText('“I performed this work”').waitFor();
    await ben.section('Findings').getByRole('textbox', { name: 'Findings' }).fill('Another cause was found.');
    await signOff(ben).getByText('Saving this changes what was signed').waitFor();
    await ben.save();
    await signOff(ben)
      .getByText(/Findings: Ben Okafor, today/)
      .waitFor();

    await openByKeyboard(ada.page, JOB);
    await signOff(ada)
      .getByText(/Findings: Ben Okafor, today/)
      .waitFor();
    await ada.page.locator('main [data-search]').fill(JOB);
    await ada.page.getByTestId('work-row').filter({ hasText: JOB }).getByText('Changed after signing').waitFor();
    expect(await seriousOn(ada.page)).toEqual([]);
    await ada.visit().getByRole('link', { name: 'Device' }).click();
    await ada.page.getByRole('listitem').filter({ hasText: JOB }).getByText('changed after signing').waitFor();
  });

  test('[H-7] it may be signed again as it is now, and taken back, which is said', async () => {
    await openByKeyboard(ada.page, JOB);
    await signOff(ada).getByRole('button', { name: 'Sign off again as Ada Brandt' }).click();
    await dialog().getByText('I reviewed this work').click();
    await dialog().getByLabel('Your PIN, once more').fill(PIN);
    await dialog().getByRole('button', { name: 'Sign and save visit' }).click();
    await signOff(ada).getByText('“I reviewed this work”').waitFor();
    expect(await ada.page.getByTestId('changed-after-signing').count()).toBe(0);

    await signOff(ada).getByRole('button', { name: 'Take the sign-off back' }).click();
    await signOff(ada).getByText('The sign-off is taken back once you save.').waitFor();
    await ada.save();
    await signOff(ada)
      .getByText(/The sign-off was taken back by Ada Brandt, today/)
      .waitFor();
    await openByKeyboard(ben.page, JOB);
    await signOff(ben).getByText('The sign-off was taken back').waitFor();
  });
});
