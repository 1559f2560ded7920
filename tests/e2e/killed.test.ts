/**
 * Killed at the worst moment: a console right after it said "saved", the server in the middle of a push. Nothing saved is
 * lost, nothing is applied twice (Q-6 in part: the lab will do this at every statement).
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchChromium } from '../stand-in/chromium.ts';
import { ConsolePage } from './console-page.ts';
import { readNumber, startConsole, startServer, type ConsoleProcess, type ServerProcess } from './processes.ts';
import { startSaver } from './saver.ts';

const folder = mkdtempSync(join(tmpdir(), 'holdfast-e2e-'));
const database = join(folder, 'server.db');
const JOB = 'Half-yearly maintenance';
const WORDS = 'Bellows exchanged, leak test passed.';
let browser: Browser;
let server: ServerProcess;
let laptop: ConsoleProcess;

beforeAll(async () => {
  browser = await launchChromium();
  server = await startServer(database);
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await laptop?.kill('SIGTERM');
  await server?.kill('SIGTERM');
  rmSync(folder, { recursive: true, force: true });
});

const inLog = (words: string): number =>
  readNumber(database, "SELECT count(*) FROM log WHERE instr(edits, ?) > 0 AND kind = 'change'", words);

describe('kill -9', () => {
  test('[SAVE-1] of a console right after the label said saved: the work is there, and arrives once', async () => {
    laptop = await startConsole(join(folder, 'ada'), server.url);
    const before = await ConsolePage.open(browser, laptop);
    await before.enrolAs('Ada Brandt');
    await before.switchLink(false);
    await before.openJob(JOB);
    await before.section('Findings').getByRole('textbox', { name: 'Findings' }).fill(WORDS);
    await before.save();
    await before.labelBecomes(/^Saved/);
    await laptop.kill('SIGKILL');

    laptop = await startConsole(join(folder, 'ada'), server.url);
    const after = await ConsolePage.open(browser, laptop);
    await after.unlock();
    await after.openJob(JOB);
    expect(await after.section('Findings').getByRole('textbox', { name: 'Findings' }).inputValue()).toBe(WORDS);
    await after.labelBecomes(/^Saved/);
    expect(inLog(WORDS)).toBe(0);
    await after.switchLink(true);
    await after.openJob(JOB);
    await after.labelBecomes('Synced');
    expect(inLog(WORDS)).toBe(1);
  }, 90_000);

  test('[W-2, Q-4] of the server in the middle of a push, again and again: everything arrives, nothing twice', async () => {
    const saves = 12_000;
    const saver = await startSaver(join(folder, 'saver'), server.url, 'Chloe Martin', saves);
    const seen = (): number =>
      readNumber(database, "SELECT count(*) FROM log WHERE instr(edits, 'storm note') > 0 AND kind = 'change'");
    let killedMidway = 0;
    for (let round = 0; round < 4; round++) {
      const target = seen() + 1_000;
      await expect.poll(seen, { timeout: 30_000, interval: 2 }).toBeGreaterThanOrEqual(Math.min(target, saves));
      if (seen() < saves) killedMidway += 1;
      await server.kill('SIGKILL');
      server = await startServer(database, server.port);
    }
    await saver.settled;
    expect(killedMidway).toBeGreaterThan(0);
    expect(seen()).toBe(saves);
    const doubled = readNumber(
      database,
      'SELECT count(*) FROM (SELECT device, epoch, seq FROM log WHERE kind = ? GROUP BY 1, 2, 3 HAVING count(*) > 1)',
      'change',
    );
    expect(doubled).toBe(0);
    await saver.stop();
  }, 120_000);
});
