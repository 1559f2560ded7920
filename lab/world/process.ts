/**
 * A program that can be killed: its timers stop, what it holds is thrown away, and nothing that it still tries reaches
 * the disk or the network. The instruction at which it dies is counted, so that a seed can choose any of them.
 */
import type { Loop } from './loop.ts';

/** Thrown out of the statement, or the send, at which a program died. */
export class Killed extends Error {
  constructor() {
    super('killed');
    this.name = 'Killed';
  }
}

export interface LabProcess {
  readonly name: string;
  isAlive(): boolean;
  /** A timer that ends with the program. */
  after(ms: number, task: () => void): () => void;
  /** One step (a statement, a frame): dies before it or after it when its time has come. @throws Killed */
  step<Result>(work: () => Result): Result;
  /** Dies at that many steps from now; `after`: when the step has been done. */
  dieAt(steps: number, when: 'before' | 'after'): void;
  die(): void;
  /** Suspended: timers stand still until it wakes. */
  sleep(): void;
  wake(): void;
  isAsleep(): boolean;
}

export interface ProcessOptions {
  readonly name: string;
  readonly loop: Loop;
  readonly onDeath: () => unknown;
  /** It threw out of a timer: a bug of the program. */
  readonly onBug: (error: unknown) => void;
}

export function startProcess({ name, loop, onDeath, onBug }: ProcessOptions): LabProcess {
  let alive = true;
  let asleep = false;
  let left = Number.POSITIVE_INFINITY;
  let dies: 'before' | 'after' = 'before';
  let slept: (() => void)[] = [];
  const die = (): void => {
    if (!alive) return;
    alive = false;
    slept = [];
    // Not inside the step that died: the stack of the dead program unwinds first.
    loop.after(0, () => void onDeath());
  };
  return {
    name,
    isAlive: () => alive,
    after(ms, task) {
      const guarded = (): void => {
        if (!alive) return;
        if (asleep) slept.push(guarded);
        else survive(task, onBug);
      };
      let cancelled = false;
      const cancel = loop.after(ms, () => {
        if (!cancelled) guarded();
      });
      return () => {
        cancelled = true;
        cancel();
        slept = slept.filter((s) => s !== guarded);
      };
    },
    step(work) {
      if (!alive) throw new Killed();
      left -= 1;
      if (left > 0) return work();
      if (dies === 'after') work();
      die();
      throw new Killed();
    },
    dieAt(steps, when) {
      left = steps;
      dies = when;
    },
    die,
    sleep: () => void (asleep = true),
    isAsleep: () => asleep,
    wake() {
      asleep = false;
      const due = slept;
      slept = [];
      for (const task of due) loop.after(0, task);
    },
  };
}

/** Runs a part of a program that may die in it. */
export function survive(work: () => void, onBug: (error: unknown) => void): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof Killed)) onBug(error);
  }
}
