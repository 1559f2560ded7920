/** What a person does who has no mouse, and what a page owes to those who touch it. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

/** Presses Tab until that has the focus: what cannot be reached so is no place for a keyboard. */
export async function tabTo(page: Page, wanted: Locator, atMost = 200): Promise<void> {
  await wanted.waitFor();
  for (let i = 0; i < atMost; i++) {
    if (await isFocused(wanted)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab never came to ${String(wanted)}`);
}

/** Waits until that has the focus of itself: dialogs take it when they have opened. */
export async function focusComes(wanted: Locator): Promise<void> {
  await wanted.waitFor();
  await expect.poll(() => isFocused(wanted), { timeout: 20_000 }).toBe(true);
}

const isFocused = (wanted: Locator): Promise<boolean> =>
  wanted.evaluate((element) => element === document.activeElement);

/** Opens a job through the palette. */
export async function openByKeyboard(page: Page, title: string): Promise<void> {
  await page.keyboard.press('Control+k');
  await focusComes(page.getByRole('dialog').getByLabel('Search jobs, serials, rooms, actions'));
  await page.keyboard.type(title);
  await page.getByRole('dialog').getByText(new RegExp(title)).first().waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('article').waitFor();
}

/** What axe calls serious or worse, once nothing is on its way from one colour to another. */
export async function seriousOn(page: Page): Promise<readonly string[]> {
  await page.evaluate(() => Promise.all(document.getAnimations().map((a) => a.finished.catch(() => undefined))));
  const found = await new AxeBuilder({ page }).analyze();
  return found.violations
    .filter((v) => v.impact === 'serious' || v.impact === 'critical')
    .map((v) => `${v.id} on ${v.nodes.map((n) => n.target.join(' ')).join(', ')}`);
}

/** Those of the targets that are smaller than 44 px. */
export async function tooSmall(targets: Locator): Promise<readonly string[]> {
  const small: string[] = [];
  for (const target of await targets.all()) {
    const box = await target.boundingBox();
    if (box && box.height < 44) small.push(`${await target.innerText()}: ${Math.round(box.height)} px`);
  }
  return small;
}
