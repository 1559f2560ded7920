/** A slice of `npm run lab -- power-cut`: images of what a power cut leaves, of files that real processes wrote. */
import { expect, it } from 'vitest';
import { runPowerCut } from '../../../lab/cli/power-cut.ts';
import { whyNoRecorder } from '../../../lab/cli/power-cut-record.ts';

const IMAGES = 25;
/** Only ends a run that hangs. */
const LIMIT_MS = 300_000;

it(
  '[Q-6, SAVE-1, W-2, W-3] after a power cut at any moment both sides open, hold all that was promised, and drain: nothing twice',
  async ({ skip }) => {
    const why = whyNoRecorder();
    skip(why !== null, `no power-cut images: ${why}`);
    const summary = await runPowerCut({ images: IMAGES, seed: 'slice', saves: 10 });
    expect(summary.violations).toEqual([]);
    expect(summary.images).toBe(IMAGES);
    expect(summary.broughtUp).toBeGreaterThan(0);
    expect(summary.savesLookedFor).toBeGreaterThan(0);
  },
  LIMIT_MS,
);
