import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ChangeState } from '../../domain/change/state.ts';
import { heldWith, planBatch, type QueueItem } from '../../domain/queue/plan.ts';
import { LANES } from '../../domain/schema/types.ts';

const state = fc.constantFrom<ChangeState>(
  'queued',
  'queued',
  'queued',
  'queued',
  'handed',
  'held',
  'sending',
  'confirming',
);

/** A queue in the order it was written; every change may depend on earlier ones. */
const queue: fc.Arbitrary<readonly QueueItem[]> = fc
  .array(
    fc.record({
      lane: fc.constantFrom(...LANES),
      state,
      bytes: fc.integer({ min: 1, max: 400 }),
      behind: fc.array(fc.nat(30), { maxLength: 3 }),
    }),
    { minLength: 1, maxLength: 25 },
  )
  .map((list) =>
    list.map(({ behind, ...item }, i) => ({
      ...item,
      seq: i + 1,
      dependsOn: [...new Set(behind.map((b) => i - b).filter((seq) => seq > 0))],
    })),
  );
const limits = fc.record({ maxCount: fc.integer({ min: 1, max: 12 }), maxBytes: fc.integer({ min: 1, max: 1_500 }) });

/** Everything an item needs, near and far. */
function needs(items: ReadonlyMap<number, QueueItem>, seq: number, all = new Set<number>()): ReadonlySet<number> {
  for (const need of items.get(seq)?.dependsOn ?? []) {
    if (all.has(need)) continue;
    all.add(need);
    needs(items, need, all);
  }
  return all;
}

const isWaiting = (item: QueueItem | undefined): boolean => item?.state === 'queued' || item?.state === 'handed';

/** Needed and not at the server: what still has to go first. A chain ends at what is there already. */
function ahead(items: ReadonlyMap<number, QueueItem>, seq: number, all = new Set<number>()): ReadonlySet<number> {
  for (const need of items.get(seq)?.dependsOn ?? []) {
    const item = items.get(need);
    if (all.has(need) || !(isWaiting(item) || item?.state === 'held')) continue;
    all.add(need);
    ahead(items, need, all);
  }
  return all;
}

const isBlocked = (items: ReadonlyMap<number, QueueItem>, seq: number): boolean =>
  [...ahead(items, seq)].some((need) => items.get(need)?.state === 'held');

/** Sends batches until none is left, and looks at each. */
function drain(
  start: readonly QueueItem[],
  limit: { maxCount: number; maxBytes: number },
  look: (items: ReadonlyMap<number, QueueItem>, batch: readonly number[]) => void,
): ReadonlyMap<number, QueueItem> {
  const items = new Map(start.map((item) => [item.seq, item]));
  for (let round = 0; ; round++) {
    if (round > start.length) throw new Error('the queue does not get shorter');
    const batch = planBatch([...items.values()], limit);
    if (batch.length === 0) return items;
    look(items, batch);
    for (const seq of batch) items.set(seq, { ...(items.get(seq) as QueueItem), state: 'confirming' });
  }
}

describe('any queue', () => {
  it('[Q-1] is sent so that nothing passes what it depends on, and nothing goes twice', () => {
    fc.assert(
      fc.property(queue, limits, (start, limit) => {
        const sent = new Set<number>();
        drain(start, limit, (items, batch) => {
          for (const seq of batch) {
            expect(sent.has(seq)).toBe(false);
            expect(isWaiting(items.get(seq))).toBe(true);
            for (const need of ahead(items, seq)) expect(sent).toContain(need);
            sent.add(seq);
          }
        });
      }),
      { numRuns: 500 },
    );
  });

  it('[Q-5] drains to the end but for what is held and what builds on it', () => {
    fc.assert(
      fc.property(queue, limits, (start, limit) => {
        const before = new Map(start.map((item) => [item.seq, item]));
        const left = [...drain(start, limit, () => {}).values()].filter(isWaiting).map((item) => item.seq);
        expect(left).toEqual(
          start.filter((item) => isWaiting(item) && isBlocked(before, item.seq)).map((item) => item.seq),
        );
      }),
      { numRuns: 500 },
    );
  });

  it('[Q-1] sends nothing less urgent while something more urgent could go, but for what that depends on', () => {
    fc.assert(
      fc.property(queue, limits, (start, limit) => {
        drain(start, limit, (items, batch) => {
          const rank = (seq: number): number => LANES.indexOf(items.get(seq)?.lane ?? 'background');
          const free = [...items.values()].filter((item) => isWaiting(item) && !isBlocked(items, item.seq));
          const behind = free.filter((item) => !batch.includes(item.seq));
          for (const seq of batch) {
            /** The most urgent change that is waiting for this one, itself included. */
            const serves = free.filter((item) => item.seq === seq || ahead(items, item.seq).has(seq));
            const urgency = Math.min(...serves.map((item) => rank(item.seq)));
            for (const left of behind) expect(rank(left.seq)).toBeGreaterThanOrEqual(urgency);
          }
        });
      }),
      { numRuns: 500 },
    );
  });

  it('[Q-1] is first in, first out within a lane', () => {
    fc.assert(
      fc.property(queue, limits, fc.boolean(), (start, limit, turned) => {
        drain(turned ? start.toReversed() : start, limit, (items, batch) => {
          for (const seq of batch) {
            const lane = items.get(seq)?.lane;
            const earlier = [...items.values()].filter(
              (i) => i.seq < seq && i.lane === lane && isWaiting(i) && !isBlocked(items, i.seq),
            );
            const overtaken = earlier.filter((i) => !batch.slice(0, batch.indexOf(seq)).includes(i.seq));
            const isPulled = [...items.values()].some(
              (i) => isWaiting(i) && i.seq !== seq && ahead(items, i.seq).has(seq),
            );
            expect(overtaken.length > 0 && !isPulled).toBe(false);
          }
        });
      }),
      { numRuns: 500 },
    );
  });

  it('[Q-2, N-4] keeps to its limits, except that one change always goes', () => {
    fc.assert(
      fc.property(queue, limits, (start, limit) => {
        drain(start, limit, (items, batch) => {
          const bytes = batch.reduce((sum, seq) => sum + (items.get(seq)?.bytes ?? 0), 0);
          expect(batch.length).toBeLessThanOrEqual(limit.maxCount);
          expect(batch.length > 1 ? bytes : 0).toBeLessThanOrEqual(limit.maxBytes);
        });
      }),
      { numRuns: 500 },
    );
  });

  it('[Q-5] holds with a refused change exactly what depends on it, near and far', () => {
    fc.assert(
      fc.property(queue, fc.nat(), (start, pick) => {
        const items = new Map(start.map((item) => [item.seq, item]));
        const refused = (pick % start.length) + 1;
        const expected = start.filter((item) => needs(items, item.seq).has(refused)).map((item) => item.seq);
        expect(heldWith(start.toReversed(), refused)).toEqual(expected);
      }),
      { numRuns: 300 },
    );
  });
});
