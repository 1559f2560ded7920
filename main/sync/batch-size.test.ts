import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { afterSilence, FIRST_BATCH, grown, LARGEST_BATCH, SMALLEST_BATCH, shrunk } from './batch-size.ts';

describe('how much to send at once', () => {
  it('[Q-2] quick answers lead from the first batch to the largest in a few steps', () => {
    let size = FIRST_BATCH;
    let steps = 0;
    for (; size.bytes < LARGEST_BATCH.bytes; steps++) size = grown(size, 200);
    expect(steps).toBeLessThanOrEqual(6);
    expect(grown(size, 200)).toEqual(LARGEST_BATCH);
  });

  it('[N-4] an answer that took 16 s lets a quarter of what was sent follow, whatever had been allowed', () => {
    const tried = { count: 100, bytes: 64 * 1024 };
    expect(grown(LARGEST_BATCH, 16_000, tried)).toEqual({ count: 25, bytes: 16 * 1024 });
  });

  it('[N-4] after silence the next is smaller than what was really tried, until it is too little to be the reason', () => {
    const amount = fc.record({
      count: fc.integer({ min: 1, max: 500 }),
      bytes: fc.integer({ min: 512, max: 512 * 1024 }),
    });
    fc.assert(
      fc.property(amount, amount, (allowed, tried) => {
        const next = afterSilence(allowed, tried);
        expect(next.bytes < tried.bytes || tried.bytes <= 2_048).toBe(true);
        expect(next.count < tried.count || tried.count <= 8).toBe(true);
      }),
    );
  });

  it('[Q-5] what the server cannot take is narrowed down to one change', () => {
    let size = LARGEST_BATCH;
    for (let i = 0; i < 10; i++) size = shrunk(size);
    expect(size).toEqual(SMALLEST_BATCH);
  });
});
