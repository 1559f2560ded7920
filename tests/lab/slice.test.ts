/** A slice of the lab for every test run: each scenario with its first seeds, and more of the one that mixes all. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openStudio, type Studio } from '../../lab/cli/studio.ts';
import type { RunResult } from '../../lab/run.ts';
import { chanceFrom } from '../../lab/world/chance.ts';
import { reviewStorm } from '../../lab/scenarios/review-storm.ts';
import { planOf, SCENARIO_NAMES, type ScenarioName } from '../../lab/scenarios/scenarios.ts';

let studio: Studio;

beforeAll(async () => {
  studio = await openStudio();
});
afterAll(() => studio.close());

/** Four weeks of retries, many laptops for hours, take their time: `npm run lab` runs more of them. */
const SLOW: ReadonlySet<ScenarioName> = new Set(['month-away', 'hospital-outage', 'review-storm']);
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

  test('[C-4, C-5, C-6, C-7] review-storm, two rounds of it: every clash surfaces once and is answered once', async () => {
    const small = reviewStorm({ rounds: 2, clashes: 12, answers: 22, faults: 4 });
    const whole = planOf('review-storm', 1, 9);
    const result = await studio.run({ ...whole, ...small(chanceFrom('two rounds of review'), whole.cast.length) });
    expect(broken(result)).toEqual([]);
    const { questions = 0, answers = 0, undos = 0, second = 0 } = result.review ?? {};
    expect(questions).toBeGreaterThan(15);
    expect(answers - undos).toBe(questions);
    expect(second).toBeGreaterThan(0);
    expect(result.checks['answered once']).toBe(questions);
  });

  test(`[Q-4, W-2] everything: ${MIXED_SEEDS} seeds of all faults together`, async () => {
    for (let seed = 1; seed <= MIXED_SEEDS; seed++) {
      expect(broken(await studio.run(planOf('everything', seed))), `seed ${seed}`).toEqual([]);
    }
  });
});
