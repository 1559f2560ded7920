/** A person at a console: what they can see and do, by the names that the screens use. */
import type { Browser, Locator, Page } from 'playwright-core';
import { openAddress } from '../shell/open-console.ts';
import type { ConsoleProcess } from './processes.ts';

export const PIN = '2468';

export class ConsolePage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  static async open(
    browser: Browser,
    console: ConsoleProcess,
    size = { width: 1366, height: 768 },
  ): Promise<ConsolePage> {
    const context = await browser.newContext({ viewport: size, reducedMotion: 'reduce' });
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    await page.goto(openAddress(console.url, console.profile));
    return new ConsolePage(page);
  }

  /** First run: the demo hospital, as that person. */
  async enrolAs(name: string): Promise<void> {
    await this.page.getByRole('button', { name: /demo hospital/i }).click();
    await this.page.getByRole('button', { name: new RegExp(name) }).click();
    for (const field of await this.page.locator('input[type=password]').all()) await field.fill(PIN);
    await this.page.keyboard.press('Enter');
    await this.page.getByRole('navigation', { name: 'Screens' }).waitFor();
  }

  async unlock(): Promise<void> {
    await this.page.locator('input[type=password]').first().fill(PIN);
    await this.page.keyboard.press('Enter');
    await this.page.getByRole('navigation', { name: 'Screens' }).waitFor();
  }

  async goTo(screen: 'Work' | 'Equipment' | 'Review' | 'Sync' | 'Settings'): Promise<void> {
    await this.page
      .getByRole('navigation', { name: 'Screens' })
      .getByRole('link', { name: new RegExp(`^${screen}`) })
      .click();
  }

  /** Opens a job by its number, whoever it is assigned to. */
  async openJob(title: string): Promise<void> {
    await this.goTo('Work');
    await this.page.getByText('Everyone', { exact: true }).click();
    await this.page
      .getByRole('link', { name: new RegExp(title) })
      .first()
      .click();
    await this.visit().waitFor();
  }

  visit(): Locator {
    return this.page.getByRole('article');
  }

  section(name: string): Locator {
    return this.visit().getByRole('region', { name, exact: true });
  }

  /** The label in the head of the visit. */
  label(): Locator {
    return this.visit().locator('[data-testid="sync-label"][data-place="head"]');
  }

  /** Waits for that label, and gives what it says. */
  async labelBecomes(text: string | RegExp): Promise<string> {
    const label = this.label().filter({ hasText: text });
    await label.waitFor();
    return (await label.innerText()).trim();
  }

  async save(): Promise<void> {
    await this.page.getByRole('button', { name: /Save visit/ }).click();
  }

  async switchLink(on: boolean): Promise<void> {
    await this.goTo('Sync');
    await this.page
      .getByRole('group', { name: 'Link' })
      .getByText(on ? 'On' : 'Off', { exact: false })
      .first()
      .click();
    const says = on ? /Connected|Looking/ : /switched off/;
    await this.page.getByRole('status').filter({ hasText: says }).first().waitFor();
  }
}
