import { describe, expect, it } from 'vitest';
import { chanceFrom } from './chance.ts';

describe('chance from a seed', () => {
  it('is the same for the same seed, and another for a neighbour', () => {
    const draw = (seed: string): readonly number[] => {
      const chance = chanceFrom(seed);
      return Array.from({ length: 8 }, () => chance.next());
    };
    expect(draw('a 1')).toEqual(draw('a 1'));
    expect(draw('a 1')).not.toEqual(draw('a 2'));
  });

  it('a fork does not depend on what was drawn before', () => {
    const used = chanceFrom('x');
    used.next();
    used.next();
    expect(used.fork('air').next()).toBe(chanceFrom('x').fork('air').next());
  });

  it('draws whole numbers of the range, both ends included', () => {
    const chance = chanceFrom('range');
    const seen = new Set(Array.from({ length: 400 }, () => chance.between(2, 5)));
    expect([...seen].toSorted((a, b) => a - b)).toEqual([2, 3, 4, 5]);
  });

  it('shuffles without losing anybody', () => {
    expect([...chanceFrom('s').shuffled([1, 2, 3, 4, 5])].toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5]);
  });

  it('cannot choose from nothing', () => {
    expect(() => chanceFrom('n').pick([])).toThrow(RangeError);
  });
});
