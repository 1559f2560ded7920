import { expect, it } from 'vitest';
import { recordId } from '../../../domain/ids.ts';
import { readFilter, type QueueFilter } from './queue-filter.ts';

const FIRST: QueueFilter = { status: 'open', whose: 'forMe', site: null, kind: null };

it('what was chosen the last time is found again', () => {
  const kept = { status: 'answered', whose: 'mySites', site: recordId(1, 1, 1, 0), kind: 'workOrder.parts' } as const;
  expect(readFilter({ ...kept }, FIRST)).toEqual(kept);
});

it('what is no choice any more is left out, and the rest stays', () => {
  expect(readFilter({ status: 'lost', whose: 'all', site: 'nowhere', kind: 7 }, FIRST)).toEqual({
    ...FIRST,
    whose: 'all',
  });
  expect(readFilter(null, FIRST)).toEqual(FIRST);
  expect(readFilter(['open'], FIRST)).toEqual(FIRST);
});
