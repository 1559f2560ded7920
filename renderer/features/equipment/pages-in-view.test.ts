import { describe, expect, it } from 'vitest';
import { PAGE, pagesInView } from './pages-in-view.ts';

describe('the pages that are needed', () => {
  it('are those that the rows in view lie in', () => {
    expect(pagesInView({ first: 0, last: 20 }, 5_000, false)).toEqual([0]);
    expect(pagesInView({ first: PAGE - 3, last: PAGE + 20 }, 5_000, false)).toEqual([0, PAGE]);
    expect(pagesInView({ first: 3 * PAGE, last: 3 * PAGE }, 5_000, false)).toEqual([3 * PAGE]);
  });

  it('end with the list', () => {
    expect(pagesInView({ first: 0, last: 400 }, 12, false)).toEqual([0]);
    expect(pagesInView({ first: 0, last: 10 }, 0, false)).toEqual([]);
  });

  it('go one further at the end of a count that is a lower bound', () => {
    expect(pagesInView({ first: 985, last: 999 }, 1_000, true)).toEqual([900, 1_000]);
    expect(pagesInView({ first: 900, last: 950 }, 1_000, true)).toEqual([900]);
  });
});
