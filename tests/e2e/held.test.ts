/**
 * What the server refused and what a person takes back, as they meet it on the screens: a real server, a console as a process
 * of its own, a real browser. The work that no form would let through is put into the profile while the console is closed.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RecordId } from '../../domain/ids.ts';
import { commitSave } from '../../main/replica/commit-change.ts';
import { digest48, schema, sha256 } from '../../main/compose.ts';
import { closeReplica, openReplica } from '../../main/replica/open.ts';
import { Replica } from '../../main/replica/replica.ts';
import { launchChromium } from '../stand-in/chromium.ts';
import { ConsolePage } from './console-page.ts';
import { startConsole, startServer, type ConsoleProcess, type ServerProcess } from './processes.ts';

const JOB = 'Flow sensor drifts';
const folder = mkdtempSync(join(tmpdir(), 'holdfast-held-'));
const profile = join(folder, 'ada');
const pictures = process.env['HOLDFAST_PICTURES'];
let browser: Browser;
let server: ServerProcess;
let console: ConsoleProcess;
let ada: ConsolePage;

/** Two saves that the server will not take: a schedule that is no time, and a team made by a technician. */
function saveWhatIsRefused(): void {
  const file = join(profile, 'replica.db');
  const replica = new Replica(openReplica({ file, key: null }), {
    schema,
    sha256,
    digest: digest48,
    clock: () => Date.now(),
  });
  const { person, role } = replica.identity() ?? {};
  if (!person || !role) throw new Error('nobody is enrolled here');
  const job = replica.db
    .prepare<[string], RecordId>("SELECT id FROM record WHERE collection = 'workOrder' AND body LIKE ?")
    .pluck()
    .get(`%${JOB}%`);
  const saw = { writer: null, canonical: null, archived: null };
  const edit = { collection: 'workOrder', group: 'assignment', saw, seen: {} };
  commitSave(replica, { person, role }, [{ ...edit, record: job ?? null, set: { scheduled: 'soon' } }]);
  const team = { collection: 'team', group: 'identity', saw };
  commitSave(replica, { person, role }, [{ ...team, record: null, set: { name: 'Night shift' } }]);
  closeReplica(replica.db, file);
}

async function picture(name: string): Promise<void> {
  if (pictures === undefined) return;
  mkdirSync(pictures, { recursive: true });
  await ada.page.screenshot({ path: join(pictures, `${name}.png`) });
}

beforeAll(async () => {
  browser = await launchChromium();
  server = await startServer(join(folder, 'server.db'));
  console = await startConsole(profile, server.url);
  ada = await ConsolePage.open(browser, console);
  await ada.enrolAs('Ada Brandt');
  await ada.openJob(JOB);
  await console.kill('SIGTERM');
  await ada.page.close();
  saveWhatIsRefused();
  console = await startConsole(profile, server.url);
  ada = await ConsolePage.open(browser, console);
  await ada.unlock();
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await console?.kill('SIGTERM');
  await server?.kill('SIGTERM');
  rmSync(folder, { recursive: true, force: true });
});

const held = () => ada.page.getByRole('region', { name: /^Held/ });

describe('held work on the Sync screen', () => {
  test('[Q-5] says why in plain words, and is put right with the keyboard alone', async () => {
    await ada.goTo('Sync');
    await held().getByText('Schedule · ').waitFor();
    await picture('held');
    const reasons = held().getByText(/not of the right kind|may not change/);
    await reasons.nth(1).waitFor();
    const fix = held().getByRole('listitem').filter({ hasText: 'Schedule' }).getByRole('button', { name: 'Fix…' });
    await fix.focus();
    await ada.page.keyboard.press('Enter');
    const dialog = ada.page.getByRole('dialog', { name: /Fix: Schedule/ });
    await dialog.waitFor();
    await dialog.getByText('This was not taken.').waitFor();
    await picture('held-fix');
    // The field that is wrong has the focus already; Enter takes what was typed and sends it.
    await ada.page.keyboard.type('18 Nov 09:40');
    await ada.page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'detached' });
    await expect.poll(() => held().getByText('Schedule · ').count()).toBe(0);
  });

  test('[Q-5] what this person may not do is given to the lead, and nothing offers to throw it away', async () => {
    expect(
      await held()
        .getByRole('button', { name: /discard|delete|throw/i })
        .count(),
    ).toBe(0);
    await held().getByRole('button', { name: 'Give to…' }).click();
    const dialog = ada.page.getByRole('dialog', { name: /Give to another/ });
    await dialog.getByLabel('To whom').first().click();
    await ada.page
      .getByRole('option', { name: /team lead/ })
      .first()
      .click();
    await picture('held-give');
    await dialog.getByRole('button', { name: 'Give', exact: true }).click();
    await ada.page.getByText('Nothing is held.').waitFor();
    await picture('held-none');
  });
});

describe('undo', () => {
  test('[C-6] Ctrl+Z outside of a field takes the last save back; the history can as well', async () => {
    await ada.openJob(JOB);
    const findings = ada.section('Findings').getByRole('textbox', { name: 'Findings' });
    const before = await findings.inputValue();
    await findings.fill('Sensor replaced.');
    await ada.save();
    await ada.visit().getByRole('button', { name: /Undo/ }).waitFor();
    await picture('undo');
    await ada.visit().getByRole('heading', { level: 1 }).click();
    await ada.page.keyboard.press('Control+z');
    await ada.visit().getByRole('button', { name: /Undo/ }).waitFor({ state: 'detached' });
    await expect.poll(() => findings.inputValue()).toBe(before);
    await ada.labelBecomes('Synced');
    await findings.fill('Sensor calibrated.');
    await ada.save();
    await ada.labelBecomes('Synced');
    await ada.visit().getByRole('link', { name: 'History' }).click();
    await ada.page.getByRole('button', { name: 'Undo: Findings' }).first().waitFor();
    await picture('undo-history');
    await ada.page.getByRole('button', { name: 'Undo: Findings' }).first().click();
    await ada.page.getByText('Took the value before it back').first().waitFor();
  });
});
