/**
 * Virtual time: nothing waits, the clock jumps to whatever is due next. Tasks of one moment run in the order in which
 * they were asked for. Between two tasks everything that was promised is kept, so that asynchronous code has the same
 * order in every run.
 */
export interface Loop {
  /** Milliseconds since the world began. */
  now(): number;
  after(ms: number, task: () => void): () => void;
  /** Runs what is due up to that moment, and stands there. */
  runUntil(until: number): Promise<void>;
  /** Tasks run so far. */
  readonly turns: number;
}

interface Task {
  readonly at: number;
  readonly order: number;
  run: (() => void) | null;
}

/** `settle` resolves when no promise is left to continue: the macrotask of the machine. `onBug` hears what tasks throw. */
export function createLoop(settle: () => Promise<void>, onBug: (error: unknown) => void): Loop {
  const heap: Task[] = [];
  let now = 0;
  let order = 0;
  let turns = 0;
  return {
    now: () => now,
    get turns() {
      return turns;
    },
    after(ms, run) {
      const task: Task = { at: now + Math.max(0, ms), order: order++, run };
      push(heap, task);
      return () => (task.run = null);
    },
    async runUntil(until) {
      await settle();
      for (let task = heap[0]; task && task.at <= until; task = heap[0]) {
        pop(heap);
        if (!task.run) continue;
        now = task.at;
        turns += 1;
        try {
          task.run();
        } catch (error) {
          onBug(error);
        }
        await settle();
      }
      now = Math.max(now, until);
    },
  };
}

const isBefore = (a: Task, b: Task): boolean => a.at < b.at || (a.at === b.at && a.order < b.order);

function push(heap: Task[], task: Task): void {
  let at = heap.length;
  heap.push(task);
  while (at > 0) {
    const above = (at - 1) >> 1;
    if (!isBefore(task, heap[above] as Task)) break;
    heap[at] = heap[above] as Task;
    at = above;
  }
  heap[at] = task;
}

function pop(heap: Task[]): void {
  const last = heap.pop() as Task;
  if (heap.length === 0) return;
  let at = 0;
  for (;;) {
    let below = 2 * at + 1;
    if (below >= heap.length) break;
    if (below + 1 < heap.length && isBefore(heap[below + 1] as Task, heap[below] as Task)) below += 1;
    if (!isBefore(heap[below] as Task, last)) break;
    heap[at] = heap[below] as Task;
    at = below;
  }
  heap[at] = last;
}
