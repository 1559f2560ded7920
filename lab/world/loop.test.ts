import { describe, expect, it } from 'vitest';
import { createLoop } from './loop.ts';

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const loopFor = (bugs: unknown[] = []) => createLoop(settle, (error) => bugs.push(error));

describe('virtual time', () => {
  it('runs what is due in order of time, and of asking within one moment', async () => {
    const loop = loopFor();
    const seen: string[] = [];
    loop.after(20, () => seen.push('late'));
    loop.after(10, () => seen.push('first'));
    loop.after(10, () => seen.push('second'));
    await loop.runUntil(15);
    expect(seen).toEqual(['first', 'second']);
    expect(loop.now()).toBe(15);
    await loop.runUntil(20);
    expect(seen).toEqual(['first', 'second', 'late']);
  });

  it('keeps every promise between two tasks', async () => {
    const loop = loopFor();
    const seen: string[] = [];
    loop.after(1, () => {
      void (async () => {
        for (let i = 0; i < 50; i++) await Promise.resolve();
        seen.push('promised');
      })();
    });
    loop.after(1, () => seen.push('next'));
    await loop.runUntil(1);
    expect(seen).toEqual(['promised', 'next']);
  });

  it('what was taken back does not run', async () => {
    const loop = loopFor();
    let ran = false;
    loop.after(5, () => (ran = true))();
    await loop.runUntil(10);
    expect(ran).toBe(false);
  });

  it('goes on after a task that throws, and says so', async () => {
    const bugs: unknown[] = [];
    const loop = loopFor(bugs);
    let ran = false;
    loop.after(1, () => {
      throw new Error('broken');
    });
    loop.after(2, () => (ran = true));
    await loop.runUntil(2);
    expect(bugs).toHaveLength(1);
    expect(ran).toBe(true);
  });
});
