import { describe, expect, it } from 'vitest';
import { createLoop } from './loop.ts';
import { Killed, startProcess } from './process.ts';

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function started() {
  const bugs: unknown[] = [];
  const deaths: number[] = [];
  const loop = createLoop(settle, (error) => bugs.push(error));
  const process = startProcess({
    name: 'p',
    loop,
    onDeath: () => deaths.push(loop.now()),
    onBug: (error) => bugs.push(error),
  });
  return { loop, process, bugs, deaths };
}

describe('a program that can be killed', () => {
  it('dies before the step that was named: it is not done', async () => {
    const { loop, process, deaths } = started();
    const done: number[] = [];
    process.dieAt(3, 'before');
    process.step(() => done.push(1));
    process.step(() => done.push(2));
    expect(() => process.step(() => done.push(3))).toThrow(Killed);
    expect(done).toEqual([1, 2]);
    await loop.runUntil(1);
    expect(deaths).toHaveLength(1);
  });

  it('dies after it: it is done, and nothing after it', () => {
    const { process } = started();
    const done: number[] = [];
    process.dieAt(1, 'after');
    expect(() => process.step(() => done.push(1))).toThrow(Killed);
    expect(() => process.step(() => done.push(2))).toThrow(Killed);
    expect(done).toEqual([1]);
    expect(process.isAlive()).toBe(false);
  });

  it('takes its timers along', async () => {
    const { loop, process } = started();
    let ran = false;
    process.after(5, () => (ran = true));
    process.die();
    await loop.runUntil(10);
    expect(ran).toBe(false);
  });

  it('sleeps: what was due meanwhile runs when it wakes', async () => {
    const { loop, process } = started();
    const at: number[] = [];
    process.after(5, () => at.push(loop.now()));
    process.sleep();
    await loop.runUntil(50);
    expect(at).toEqual([]);
    process.wake();
    await loop.runUntil(60);
    expect(at).toEqual([50]);
  });

  it('what it throws out of a timer is a bug; its own death is none', async () => {
    const { loop, process, bugs } = started();
    process.after(1, () => {
      throw new Error('broken');
    });
    process.after(2, () => {
      throw new Killed();
    });
    await loop.runUntil(5);
    expect(bugs).toHaveLength(1);
  });
});
