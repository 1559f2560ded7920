import { describe, expect, it } from 'vitest';
import { fromTheDifference } from './from-the-difference.ts';

describe('two long texts in a row each', () => {
  it('begin a few words before they part', () => {
    const same = 'Ring artefact in the lower third of the image. Detector module ';
    const [a, b] = fromTheDifference(`${same}14 shows drift.`, `${same}15 shows drift.`);
    expect(a).toMatch(/^… .*module 14 shows drift\.$/);
    expect(b).toMatch(/^… .*module 15 shows drift\.$/);
    expect(a.indexOf('14')).toBeLessThan(30);
  });

  it('stay whole when they are short, part at once, or have little in common', () => {
    for (const [a, b] of [
      ['none', '3 × coil assembly'],
      ['Battery at 61 %.', 'Battery at 16 %.'],
      ['A fan that is worn and loud, to be replaced at the next visit', 'Another fan that is worn and loud, as always'],
    ] as const)
      expect(fromTheDifference(a, b)).toEqual([a, b]);
  });
});
