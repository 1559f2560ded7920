/** A slice of `npm run lab -- kill-cycles`: real processes, real files, kill -9. */
import { expect, it } from 'vitest';
import { runKillCycles } from '../../../lab/cli/kill-cycles.ts';

const CYCLES = 15;
/** Only ends a run that hangs. */
const LIMIT_MS = 300_000;

it(
  '[Q-6, SAVE-1, SAVE-4, W-2] kill -9 of console, server or both, again and again: nothing acknowledged is lost, nothing is there twice',
  async () => {
    const summary = await runKillCycles({ cycles: CYCLES, seed: 'slice' });
    expect(summary.violations).toEqual([]);
    expect(summary.cycles).toBe(CYCLES);
    expect(summary.victims.server + summary.victims.both).toBeGreaterThan(0);
    expect(summary.victims.console + summary.victims.both).toBeGreaterThan(0);
    expect(summary.acknowledged).toBeGreaterThan(0);
  },
  LIMIT_MS,
);
