// A replica of the first format goes on with its work, and knows no marks yet: its cursor speaks for it at the next hello.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openReplicaAt } from '../../../tests/support/console.ts';
import { newestMark } from '../../sync/log-marks.ts';
import { openReplica } from '../open.ts';

it('[W-12, Q-4] a queue and a cursor of the first format are there afterwards, and are counted as before', () => {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-migrate-'));
  const before = openReplica({ file: join(folder, 'replica.db'), key: null, upTo: 1 });
  before.exec(`INSERT INTO meta (key, value) VALUES ('cursor', '41');
    INSERT INTO change (epoch, seq, save_seq, lane, state, author, role, schema, hlc, made_at, bytes, edits, hash, chain)
      VALUES (1, 1, 1, 0, 'settled', 'p', 'technician', 1, 1, 1, 10, '[{},{}]', 'h', 'c'),
             (1, 2, 2, 0, 'queued', 'p', 'technician', 1, 1, 1, 10, '[{}]', 'h', 'c');`);
  before.close();
  const replica = openReplicaAt(folder);
  expect(replica.db.pragma('user_version', { simple: true })).toBeGreaterThanOrEqual(2);
  expect(replica.cursor()).toBe(41);
  expect(newestMark(replica)).toBeNull();
  const counted = replica.changes.forLedger.all().map(({ state, edits, count }) => `${state} ${edits} ${count}`);
  expect(counted.toSorted()).toEqual(['queued 1 1', 'settled 2 1']);
  replica.db.close();
  rmSync(folder, { recursive: true, force: true });
});
