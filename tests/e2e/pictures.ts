/**
 * Takes the pictures of docs/images anew, from the demo hospital in real processes: `node tests/e2e/pictures.ts [FOLDER]`.
 * Review is shown in every theme, after an outage of two more laptops.
 * With a folder also every screen in every theme and two sizes, to look at before a release.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launchChromium } from '../stand-in/chromium.ts';
import { writeTenConflicts } from './conflicts.ts';
import { ConsolePage } from './console-page.ts';
import { startConsole, startServer } from './processes.ts';

const images = join(import.meta.dirname, '..', '..', 'docs', 'images');
const all = process.argv[2];
const data = mkdtempSync(join(tmpdir(), 'holdfast-pictures-'));
const browser = await launchChromium();
const server = await startServer(join(data, 'server.db'));
const laptops = [
  await startConsole(join(data, 'ben'), server.url),
  await startConsole(join(data, 'margit'), server.url),
];
const [ben, margit] = await Promise.all(laptops.map((laptop) => ConsolePage.open(browser, laptop)));
if (!ben || !margit) throw new Error('no laptops');

async function picture(of: ConsolePage, name: string): Promise<void> {
  await of.page.mouse.move(0, 0);
  await of.page.screenshot({ path: join(images, `${name}.png`) });
}

async function showReview(): Promise<void> {
  await margit?.goTo('Review');
  await margit?.page.getByRole('listitem').filter({ hasText: 'SN 4471' }).getByRole('link').first().click();
  await margit?.page.getByText(/Which is right for/).waitFor();
}

async function choose(of: ConsolePage, theme: string): Promise<void> {
  await of.goTo('Settings');
  await of.page
    .getByRole('group', { name: /Theme|Colours/ })
    .getByText(theme, { exact: true })
    .click();
}

/** Ada and Chloe worked without a network; now both are back. */
async function anOutage(): Promise<void> {
  const profiles: string[] = [];
  for (const name of ['Ada Brandt', 'Chloe Martin']) {
    const laptop = await startConsole(join(data, name), server.url);
    const page = await ConsolePage.open(browser, laptop);
    await page.enrolAs(name);
    await page.openJob('Yearly safety inspection');
    await laptop.kill('SIGTERM');
    await page.page.context().close();
    profiles.push(laptop.profile);
  }
  const [ada, chloe] = profiles;
  if (ada === undefined || chloe === undefined) return;
  writeTenConflicts(ada, chloe);
  for (const profile of profiles) laptops.push(await startConsole(profile, server.url));
}

async function showDevice(of: ConsolePage): Promise<void> {
  await of.goTo('Equipment');
  await of.page.getByRole('main').getByRole('textbox').first().fill('4471');
  await of.page
    .getByRole('main')
    .getByRole('link', { name: /CT scanner/ })
    .first()
    .click();
  await of.page.getByText('Tube temperature').first().waitFor();
}

mkdirSync(images, { recursive: true });
await ben.enrolAs('Ben Okafor');
await margit.enrolAs('Margit Sauer');
await showDevice(margit);
await picture(margit, 'device');
await ben.switchLink(false);
await ben.openJob('Brake does not hold');
await ben.section('Progress').getByText('Started', { exact: true }).first().click();
await ben
  .section('Findings')
  .getByRole('textbox', { name: 'Findings' })
  .fill('Brake pad worn to the rivets on the left rear wheel. Wedged for now.');
await ben.save();
await ben.labelBecomes(/^Saved/);
await ben.page.locator('article').evaluate((a) => a.querySelectorAll('*').forEach((e) => (e.scrollTop = 0)));
await picture(ben, 'visit');
await ben.goTo('Sync');
await picture(ben, 'sync');

await anOutage();
for (const theme of ['Light', 'Dark', 'Sunlight'] as const) {
  const suffix = theme === 'Light' ? '' : `-${theme.toLowerCase()}`;
  await choose(margit, theme);
  await margit.goTo('Review');
  await margit.page.getByRole('button', { name: 'Answer 11 questions' }).waitFor();
  await picture(margit, `review-queue${suffix}`);
  await showReview();
  await picture(margit, `review${suffix}`);
}
await choose(margit, 'Light');

if (all !== undefined) {
  mkdirSync(all, { recursive: true });
  for (const size of [
    { width: 1366, height: 768 },
    { width: 1920, height: 1080 },
  ]) {
    await margit.page.setViewportSize(size);
    for (const theme of ['Light', 'Dark', 'Sunlight']) {
      const shot = (name: string) => margit.page.screenshot({ path: join(all, `${size.width}-${theme}-${name}.png`) });
      await choose(margit, theme);
      await shot('settings');
      await margit.page.getByRole('radio', { name: 'Weak signal', exact: true }).click();
      await margit.page.getByTestId('training-weather').waitFor();
      await shot('weather');
      await margit.page.getByRole('button', { name: 'Clear the training weather' }).click();
      await margit.openJob('Image artefact');
      await shot('visit');
      await margit.visit().getByRole('link', { name: 'History' }).click();
      await margit.page.getByRole('heading', { level: 1 }).first().waitFor();
      await shot('history');
      await showDevice(margit);
      await shot('device');
      await margit.goTo('Equipment');
      await shot('equipment');
      await margit.goTo('Review');
      await shot('queue');
      await showReview();
      await shot('picker');
      await margit.goTo('Sync');
      await shot('sync');
    }
  }
}

await browser.close();
for (const p of [...laptops, server]) await p.kill('SIGTERM');
rmSync(data, { recursive: true, force: true });
