/** Takes the pictures of the history in three themes: `node tests/e2e/pictures-history.ts`, into docs/images. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launchChromium } from '../stand-in/chromium.ts';
import { ConsolePage } from './console-page.ts';
import { startConsole, startServer } from './processes.ts';

const images = join(import.meta.dirname, '..', '..', 'docs', 'images');
const data = mkdtempSync(join(tmpdir(), 'holdfast-pictures-history-'));
const browser = await launchChromium();
const server = await startServer(join(data, 'server.db'));
const laptop = await startConsole(join(data, 'margit'), server.url);
const margit = await ConsolePage.open(browser, laptop);
const { page } = margit;
await margit.enrolAs('Margit Sauer');
for (const theme of ['Light', 'Dark', 'Sunlight']) {
  await margit.goTo('Settings');
  await page
    .getByRole('group', { name: /Theme|Colours/ })
    .getByText(theme, { exact: true })
    .click();
  await page.locator(`html[data-theme='${theme.toLowerCase()}']`).waitFor();
  await margit.openJob('Image artefact');
  await margit.visit().getByRole('link', { name: 'History' }).click();
  await page.getByText('by link').first().waitFor();
  await page.mouse.move(0, 0);
  await page.screenshot({ path: join(images, `history-${theme.toLowerCase()}.png`) });
}
await browser.close();
await laptop.kill('SIGTERM');
await server.kill('SIGTERM');
rmSync(data, { recursive: true, force: true });
