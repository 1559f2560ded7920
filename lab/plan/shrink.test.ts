import { describe, expect, it } from 'vitest';
import { allOf, keptText, only, readKept, shrink } from './shrink.ts';
import type { Plan } from './plan.ts';

const plan: Plan = {
  scenario: 'everything',
  seed: 1,
  cast: [0],
  steps: Array.from({ length: 20 }, (_v, at) => ({ at, laptop: 0, does: 'edit', pick: [0, 0, 0] as const })),
  faults: Array.from({ length: 9 }, (_v, at) => ({ kind: 'cut', at, laptop: 0, told: true }) as const),
  healAt: 100,
};
const times = (list: readonly { readonly at: number }[]): readonly number[] => list.map((x) => x.at);

describe('making a failing plan small', () => {
  it('finds the few steps and faults that matter', async () => {
    const breaks = (p: Plan): Promise<boolean> =>
      Promise.resolve(times(p.steps).includes(3) && times(p.steps).includes(17) && times(p.faults).includes(4));
    const small = await shrink(plan, breaks, 200);
    expect(times(small.plan.steps)).toEqual([3, 17]);
    expect(times(small.plan.faults)).toEqual([4]);
    expect(small.kept).toEqual({ steps: [3, 17], faults: [4] });
  });

  it('stops when its budget is used up, with a plan that still breaks', async () => {
    const breaks = (p: Plan): Promise<boolean> => Promise.resolve(times(p.steps).includes(3));
    const small = await shrink(plan, breaks, 3);
    expect(small.runs).toBe(3);
    expect(times(small.plan.steps)).toContain(3);
  });

  it('what is kept can be written on a command line and read again', () => {
    const kept = { steps: [3, 17], faults: [4] };
    expect(keptText(kept)).toBe('s3,s17,f4');
    expect(readKept('s3,s17,f4')).toEqual(kept);
    expect(readKept('3,17')).toBeNull();
    expect(only(plan, allOf(plan))).toEqual(plan);
  });
});
