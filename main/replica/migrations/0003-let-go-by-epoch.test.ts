// A replica that had let go of work before keeps its count.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openReplicaAt } from '../../../tests/support/console.ts';
import { openReplica } from '../open.ts';

it('[L-1, Q-4] what was let go before is counted as before, under the first epoch', () => {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-migrate-'));
  const before = openReplica({ file: join(folder, 'replica.db'), key: null, upTo: 2 });
  before.exec("INSERT INTO pruned (outcome, edits, count) VALUES ('', 2, 5), ('[]', 1, 3)");
  before.close();
  const replica = openReplicaAt(folder);
  expect(replica.pruned.all.all()).toEqual([
    { epoch: 1, outcome: '', edits: 2, count: 5 },
    { epoch: 1, outcome: '[]', edits: 1, count: 3 },
  ]);
  expect(replica.changes.forLedger.all().reduce((sum, row) => sum + row.edits * row.count, 0)).toBe(13);
  replica.db.close();
  rmSync(folder, { recursive: true, force: true });
});
