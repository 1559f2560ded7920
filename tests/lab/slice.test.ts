/** A slice of the lab for every test run: each scenario with its first seeds, and more of the one that mixes all. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openStudio, type Studio } from '../../lab/cli/studio.ts';
import type { RunResult } from '../../lab/run.ts';
import { planOf, SCENARIO_NAMES, type ScenarioName } from '../../lab/scenarios/scenarios.ts';

let studio: Studio;

beforeAll(async () => {
  studio = await openStudio();
});
afterAll(() => studio.close());

/** Four weeks of retries, and twelve laptops for three hours, take their time: `npm run lab` runs more of them. */
const SLOW: ReadonlySet<ScenarioName> = new Set(['month-away', 'hospital-outage']);
const MIXED_SEEDS = 24;

function broken({ violations }: RunResult): readonly string[] {
  return violations.map((v) => `${v.invariant}: ${v.words}`);
}

describe('the lab', () => {
  test('the same seed gives the same story, line for line', async () => {
    const plan = planOf('everything', 3);
    const [one, two] = [await studio.run(plan), await studio.run(plan)];
    expect(two.hash).toBe(one.hash);
    expect(two.trace).toEqual(one.trace);
    expect((await studio.run(planOf('everything', 4))).hash).not.toBe(one.hash);
  });

  test.each(SCENARIO_NAMES.filter((name) => !SLOW.has(name)))('[Q-6] %s: nothing is broken', async (name) => {
    for (const seed of [1, 2]) expect(broken(await studio.run(planOf(name, seed))), `seed ${seed}`).toEqual([]);
  });

  test('[R-8, Q-6] hospital-outage: twelve laptops come back within a second', async () => {
    const result = await studio.run(planOf('hospital-outage', 1));
    expect(broken(result)).toEqual([]);
    expect(result.drainedAfter).not.toBeNull();
    expect(result.summary.devices.every((d) => d.unsent === 0)).toBe(true);
  });

  test(`[Q-4, W-2] everything: ${MIXED_SEEDS} seeds of all faults together`, async () => {
    for (let seed = 1; seed <= MIXED_SEEDS; seed++) {
      expect(broken(await studio.run(planOf('everything', seed))), `seed ${seed}`).toEqual([]);
    }
  });
});
