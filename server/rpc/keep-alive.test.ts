import { describe, expect, it } from 'vitest';
import { keepAlive, LOOK_EVERY_MS, PONG_WAIT_MS } from './keep-alive.ts';

/** A peer whose bytes and clock are moved by hand. */
class World {
  bytes = 0;
  pings = 0;
  terminated = false;
  private now = 0;
  private tasks: { readonly at: number; readonly task: () => void }[] = [];
  readonly stop: () => void;

  constructor() {
    const peer = {
      bytesRead: () => this.bytes,
      ping: () => (this.pings += 1),
      terminate: () => (this.terminated = true),
    };
    this.stop = keepAlive(peer, (ms, task) => {
      const entry = { at: this.now + ms, task };
      this.tasks.push(entry);
      return () => void (this.tasks = this.tasks.filter((t) => t !== entry));
    });
  }

  pass(ms: number): void {
    this.now += ms;
    for (const due of this.tasks.filter((t) => t.at <= this.now)) {
      this.tasks = this.tasks.filter((t) => t !== due);
      due.task();
    }
  }

  planned(): number {
    return this.tasks.length;
  }
}

describe('[N-5] is anybody there?', () => {
  it('[N-5] a long message that comes in at a trickle is not cut, however long it takes', () => {
    const world = new World();
    for (let minute = 0; minute < 30; minute++) {
      for (let i = 0; i < 6; i++) {
        world.bytes += 40;
        world.pass(10_000);
      }
    }
    expect([world.terminated, world.pings]).toEqual([false, 0]);
  });

  it('[N-5] who is quiet is asked, and stays when the answer takes as long as a satellite with losses needs', () => {
    const world = new World();
    for (let hour = 0; hour < 60; hour++) {
      world.pass(LOOK_EVERY_MS);
      world.pass(4_700);
      world.bytes += 2;
      world.pass(PONG_WAIT_MS - 4_700);
    }
    expect(world.pings).toBeGreaterThan(10);
    expect(world.terminated).toBe(false);
  });

  it('[R-6] who says nothing when asked is let go, once', () => {
    const world = new World();
    world.pass(LOOK_EVERY_MS);
    world.pass(PONG_WAIT_MS - 1);
    expect(world.terminated).toBe(false);
    world.pass(1);
    expect([world.terminated, world.planned()]).toEqual([true, 0]);
  });

  it('a connection that has ended is not looked at any more', () => {
    const world = new World();
    world.stop();
    expect(world.planned()).toBe(0);
  });
});
