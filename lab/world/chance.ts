/**
 * Chance from a seed: the same seed gives the same numbers on every machine. Parts of the world draw from forks of their
 * own, so that taking one step out of a plan does not shift everybody else's luck.
 */
export interface Chance {
  /** In [0, 1). */
  next(): number;
  /** Whole number in [from, to]. */
  between(from: number, to: number): number;
  /** True with that probability. */
  is(probability: number): boolean;
  /** @throws RangeError when there is nothing to choose from. */
  pick<T>(list: readonly T[]): T;
  shuffled<T>(list: readonly T[]): readonly T[];
  /** Independent of what this one has drawn so far. */
  fork(name: string): Chance;
}

/** `seed` any text. Generator: mulberry32, whose 2^32 states are plenty for one run. */
export function chanceFrom(seed: string): Chance {
  let state = textHash(seed);
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  const between = (from: number, to: number): number => from + Math.floor(next() * (to - from + 1));
  const pick = <T>(list: readonly T[]): T => {
    if (list.length === 0) throw new RangeError('nothing to choose from');
    return list[between(0, list.length - 1)] as T;
  };
  return {
    next,
    between,
    pick,
    is: (probability) => next() < probability,
    shuffled(list) {
      const rest = [...list];
      for (let i = rest.length - 1; i > 0; i--) {
        const j = between(0, i);
        [rest[i], rest[j]] = [rest[j] as (typeof rest)[number], rest[i] as (typeof rest)[number]];
      }
      return rest;
    },
    fork: (name) => chanceFrom(`${seed}/${name}`),
  };
}

/** FNV-1a over UTF-16 units, mixed once more so that neighbouring seeds start far apart. */
function textHash(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) | 0;
}
