// From the fourth format to signed checkpoints: a log of before has none, and the first one covers all of it.
import { expect, it } from 'vitest';
import type { Position } from '../../../../domain/ids.ts';
import { migrate } from '../migrate.ts';
import { connect, pragmaNumber } from '../open.ts';
import { checkpointTable } from '../tables/checkpoint-table.ts';

it('[A-1] a log that was there before is read from its first chain value on', () => {
  const db = connect(':memory:', { timeout: 0, mustExist: false });
  migrate(db, 'test', 4);
  db.exec(`INSERT INTO log (org, pos, kind, device, epoch, seq, author, role, lane, hlc, made_at, received_at, edits, outcome, hash, chain)
    VALUES (1, 1, 'change', 2, 1, 1, 'p', 'lead', 'normal', 1, 1, 1, '[]', NULL, x'aa', x'bb'),
           (1, 2, 'change', 2, 1, 2, 'p', 'lead', 'normal', 1, 1, 1, '[]', NULL, x'aa', x'cc');`);
  migrate(db, 'test', 5);
  expect(pragmaNumber(db, 'user_version')).toBe(5);
  const table = checkpointTable(db);
  expect(table.last(1)).toBeUndefined();
  expect(table.chains(1, 0 as Position, 10)).toEqual(['bb', 'cc']);
  db.close();
});
