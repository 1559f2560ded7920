import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { edit } from '../../tests/support/edits.ts';
import { JOB, ORG, Rig } from '../../tests/support/hospital.ts';
import { auditKey } from './audit-key.ts';
import { makeCheckpoint } from './checkpoint.ts';
import { CHECKPOINT_ENTRIES, CHECKPOINT_MS, isDue, keepCheckpoints } from './keep-checkpoints.ts';

let rig: Rig;
let tasks: (() => void)[];
let logged: string[];
beforeEach(async () => {
  rig = await new Rig().found();
  tasks = [];
  logged = [];
});
afterEach(() => rig.close());

const keeping = () =>
  keepCheckpoints({
    storage: rig.storage,
    org: ORG,
    clock: rig.clock,
    after: (_ms, task) => {
      tasks.push(task);
      return () => void (tasks = tasks.filter((t) => t !== task));
    },
    make: () =>
      makeCheckpoint({
        storage: rig.storage,
        org: ORG,
        key: auditKey(rig.storage.directory),
        clock: rig.clock,
        pause: () => Promise.resolve(),
      }),
    log: ({ event }) => void logged.push(event),
  });
const signed = (): readonly number[] => rig.storage.checkpoints.all(ORG).map((c) => c.position);
const due = (): boolean => isDue({ storage: rig.storage, org: ORG, clock: rig.clock });
/** The timer rings; the next one is set when what it began is done. */
async function ring(): Promise<void> {
  const [task] = tasks.splice(0, 1);
  task?.();
  await expect.poll(() => tasks.length).toBe(1);
}
async function write(count: number): Promise<void> {
  const ana = rig.laptop('ana');
  const note = () => ana.change([edit(null, 'note.entry', { workOrder: JOB, text: 'x' })]);
  await rig.submit(...Array.from({ length: count }, note));
}

describe('a serving process', () => {
  it('[A-1] signs the first log that it sees, then after so many entries or so long, and nothing twice', async () => {
    const kept = keeping();
    await ring();
    expect(signed()).toEqual([12]);
    rig.now += CHECKPOINT_MS * 2;
    expect(due()).toBe(false);
    await write(1);
    expect(due()).toBe(true);
    await ring();
    expect(signed()).toEqual([12, 13]);
    await write(CHECKPOINT_ENTRIES - 1);
    expect(due()).toBe(false);
    await write(1);
    expect(due()).toBe(true);
    await ring();
    expect(signed()).toEqual([12, 13, 13 + CHECKPOINT_ENTRIES]);
    await kept.stop();
    expect(signed()).toHaveLength(3);
    expect(tasks).toEqual([]);
  });

  it('[A-1] signs what there is when it stops', async () => {
    const kept = keeping();
    await ring();
    await write(2);
    await kept.stop();
    expect(signed()).toEqual([12, 14]);
  });

  it('[A-1] signs nothing over a log that was cut, and says so', async () => {
    const kept = keeping();
    await ring();
    rig.database.connection.exec('DELETE FROM log WHERE pos = 12');
    await kept.stop();
    expect(signed()).toEqual([12]);
    expect(logged).toEqual(['the log is not the one that was signed: run "verify"']);
  });
});
