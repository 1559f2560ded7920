import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { enrolledReplica } from '../../tests/support/console.ts';
import { edit } from '../../tests/support/edits.ts';
import { JOB, Rig } from '../../tests/support/hospital.ts';
import { northAsOnePiece } from '../../tests/support/piece.ts';
import { commitSave } from '../replica/commit-change.ts';
import type { Replica } from '../replica/replica.ts';
import { applyDelta } from './apply-delta.ts';
import { SLICE_MS } from './slices.ts';

let rig: Rig;
let replica: Replica;
beforeEach(async () => {
  rig = await new Rig().found();
  replica = enrolledReplica(rig, join(rig.folder, 'console'), 'ana').replica;
  await rig.import(
    ...Array.from({ length: 300 }, (_, i) => [edit(null, 'note.entry', { workOrder: JOB, text: `note ${i}` })]),
  );
});
afterEach(() => {
  replica.db.close();
  rig.close();
});

describe('[SAVE-2, W-7] a download lets saves pass', () => {
  it('[SAVE-2] it is applied in slices, a save stands between two of them, and it ends whole', async () => {
    const { head, lines } = northAsOnePiece(rig);
    let now = 0;
    let pauses = 0;
    let finished = 0;
    const clock = {
      // Every look at the clock finds a slice used up.
      now: () => (now += SLICE_MS),
      pause: async () => {
        expect(replica.db.inTransaction).toBe(false);
        pauses += 1;
        if (pauses === 3) {
          const { person, role } = replica.identity()!;
          commitSave(replica, { person, role }, [
            {
              ...edit(JOB, 'workOrder.findings', { text: 'saved meanwhile' }),
              saw: { writer: null, canonical: null, archived: null },
            },
          ]);
        }
      },
    };
    await applyDelta(replica, head, lines, clock, () => (finished += 1));
    expect(pauses).toBeGreaterThan(10);
    expect(finished).toBe(1);
    expect(replica.changes.byKey.get(1, 1)?.state).toBe('queued');
    expect(replica.records.byParentIn.all(JOB, 'note')).toHaveLength(300);
    expect(replica.records.byId.get(JOB)?.shown).toContain('saved meanwhile');
  });

  it('[W-5] a piece that comes again changes nothing', async () => {
    const { head, lines } = northAsOnePiece(rig);
    const clock = { now: () => 0, pause: () => Promise.resolve() };
    const everything = () => [
      replica.db.prepare('SELECT id, pos, body, site FROM record ORDER BY id').all(),
      replica.digests.all.all(),
    ];
    await applyDelta(replica, head, lines, clock, () => {});
    const before = everything();
    await applyDelta(replica, head, lines, clock, () => {});
    expect(everything()).toEqual(before);
  });

  it('[W-10] one with lines missing is refused before anything is written', async () => {
    const { head, lines } = northAsOnePiece(rig);
    const clock = { now: () => 0, pause: () => Promise.resolve() };
    await expect(applyDelta(replica, head, lines.slice(1), clock, () => {})).rejects.toThrow('lines missing');
    expect(replica.records.count.get()).toBe(0);
  });
});
