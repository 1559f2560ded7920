import { describe, expect, it } from 'vitest';
import type { ChangeState } from '../change/state.ts';
import type { Lane } from '../schema/types.ts';
import { heldWith, planBatch, type QueueItem } from './plan.ts';

const PLENTY = { maxCount: 100, maxBytes: 1_000_000 };
const item = (
  seq: number,
  lane: Lane,
  dependsOn: readonly number[] = [],
  state: ChangeState = 'queued',
): QueueItem => ({
  seq,
  lane,
  state,
  bytes: 100,
  dependsOn,
});

describe('the next batch', () => {
  it('[Q-1] is critical before normal before background, the oldest first within a lane', () => {
    const items = [
      item(1, 'background'),
      item(2, 'normal'),
      item(3, 'critical'),
      item(4, 'background'),
      item(5, 'normal'),
      item(6, 'critical'),
    ];
    expect(planBatch(items, PLENTY)).toEqual([3, 6, 2, 5, 1, 4]);
  });

  it('[Q-1] the oldest goes first however the rows were read', () => {
    const items = [item(9, 'normal'), item(2, 'normal', [], 'handed'), item(5, 'normal')];
    expect(planBatch(items, PLENTY)).toEqual([2, 5, 9]);
  });

  it('[Q-1] what a critical change depends on is pulled forward with it, in order, and only that', () => {
    const items = [
      item(1, 'normal'),
      item(2, 'background'),
      item(3, 'normal', [2]),
      item(4, 'normal'),
      item(5, 'critical', [3]),
    ];
    expect(planBatch(items, PLENTY)).toEqual([2, 3, 5, 1, 4]);
    expect(planBatch(items, { ...PLENTY, lanes: ['critical'] })).toEqual([2, 3, 5]);
  });

  it('[Q-1] a dependency outside the window is looked up', () => {
    const outside = item(1, 'background');
    expect(planBatch([item(7, 'critical', [1])], PLENTY, (seq) => (seq === 1 ? outside : undefined))).toEqual([1, 7]);
  });

  it('[Q-1] what is at the server already, or on its way there, is not sent again', () => {
    const states: readonly ChangeState[] = ['sending', 'waiting', 'escrow', 'confirming', 'settled', 'replaced'];
    const planned = states.map((state) => planBatch([item(1, 'normal', [], state), item(2, 'normal', [1])], PLENTY));
    expect(planned).toEqual(states.map(() => [2]));
  });

  it('[Q-5] a held change keeps back what depends on it, near and far, and nothing else', () => {
    const items = [
      item(1, 'normal', [], 'held'),
      item(2, 'critical', [1]),
      item(3, 'critical', [2]),
      item(4, 'critical'),
      item(5, 'normal', [4]),
      item(6, 'background', [5, 3]),
    ];
    expect(planBatch(items, PLENTY)).toEqual([4, 5]);
  });

  it('[Q-2] keeps to the count and to the bytes', () => {
    const items = [1, 2, 3, 4, 5].map((seq) => item(seq, 'normal'));
    expect(planBatch(items, { maxCount: 3, maxBytes: 1_000 })).toEqual([1, 2, 3]);
    expect(planBatch(items, { maxCount: 100, maxBytes: 250 })).toEqual([1, 2]);
    expect(planBatch(items, { maxCount: 100, maxBytes: 200 })).toEqual([1, 2]);
  });

  it('[Q-2] a change larger than the limit goes alone rather than never', () => {
    expect(
      planBatch([{ ...item(1, 'normal'), bytes: 9_999 }, item(2, 'normal')], { maxCount: 10, maxBytes: 50 }),
    ).toEqual([1]);
  });

  it('[N-4] a long chain of dependencies is cut to the limits, its beginning first', () => {
    const chain = [1, 2, 3, 4, 5].map((seq) =>
      item(seq, seq === 5 ? 'critical' : 'normal', seq === 1 ? [] : [seq - 1]),
    );
    expect(planBatch(chain, { maxCount: 2, maxBytes: 1_000_000 })).toEqual([1, 2]);
    expect(planBatch(chain, { maxCount: 100, maxBytes: 350 })).toEqual([1, 2, 3]);
    expect(planBatch(chain, { maxCount: 1, maxBytes: 1 })).toEqual([1]);
  });

  it('two changes that name each other do not hang the queue', () => {
    expect([...planBatch([item(1, 'normal', [2]), item(2, 'normal', [1])], PLENTY)].toSorted((a, b) => a - b)).toEqual([
      1, 2,
    ]);
  });

  it('is empty when nothing may leave', () => {
    expect(planBatch([], PLENTY)).toEqual([]);
    expect(planBatch([item(1, 'normal', [], 'sending'), item(2, 'normal', [], 'held')], PLENTY)).toEqual([]);
    expect(planBatch([item(1, 'normal')], { ...PLENTY, lanes: ['critical'] })).toEqual([]);
  });
});

describe('what is held with a refused change', () => {
  it('[Q-5] is the whole tail that depends on it, in order, and nothing else', () => {
    const items = [
      item(6, 'normal', [4, 1]),
      item(1, 'normal'),
      item(2, 'normal', [1]),
      item(3, 'critical'),
      item(4, 'critical', [2]),
      item(5, 'normal', [3]),
    ];
    expect(heldWith(items, 1)).toEqual([2, 4, 6]);
    expect(heldWith(items, 3)).toEqual([5]);
    expect(heldWith(items, 6)).toEqual([]);
  });
});
