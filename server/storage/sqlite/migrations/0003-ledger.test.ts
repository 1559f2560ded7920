// From the second format to the books: they are reckoned once from the receipts and from what waits, and a recount agrees.
import { expect, it } from 'vitest';
import { ledgerTable } from '../tables/ledger-table.ts';
import { logTable } from '../tables/log-table.ts';
import { migrate } from '../migrate.ts';
import { connect, pragmaNumber } from '../open.ts';
import type { DeviceNo, Position } from '../../../../domain/ids.ts';

it('[L-1, C-9] what was decided before is in the books afterwards; entries of before carry no flag', () => {
  const db = connect(':memory:', { timeout: 0, mustExist: false });
  migrate(db, 'test', 2);
  db.exec(`INSERT INTO log (org, pos, kind, device, epoch, seq, author, role, lane, hlc, made_at, received_at, edits, outcome, hash, chain)
    VALUES (1, 1, 'change', 2, 1, 1, 'p', 'lead', 'normal', 1, 1, 1, '[["a","b","c",{},null],["a","b","d",{},null]]', NULL, x'aa', x'bb'),
           (1, 2, 'change', 2, 2, 1, 'p', 'lead', 'normal', 1, 1, 1, '[["a","b","c",{},null]]', NULL, x'aa', x'bb'),
           (1, 3, 'change', 2, 2, 2, 'p', 'lead', 'normal', 1, 1, 1, '[]', NULL, x'aa', x'bb');
    INSERT INTO receipt (org, device, epoch, seq, pos, hash, outcome)
    VALUES (1, 2, 1, 1, 1, x'aa', NULL),
           (1, 2, 2, 1, 2, x'aa', '[{"kind":"conflict","question":"q"}]'),
           (1, 2, 2, 2, 3, x'aa', '[{"kind":"refused","code":"wrongShape","words":""},{"kind":"refused","code":"wrongShape","words":""}]'),
           (1, 2, 2, 9, 3, x'', '[{"kind":"replaced","by":"2.2.2"}]');
    INSERT INTO waiting (org, device, epoch, seq, for_change, since, until, hash, change)
    VALUES (1, 2, 2, 3, '3.1.1', 1, 2, x'aa', '{"edits":[{},{},{}]}');`);
  migrate(db, 'test', 3);
  expect(pragmaNumber(db, 'user_version')).toBe(3);
  const books = ledgerTable(db);
  const device = 2 as DeviceNo;
  expect(books.tallies(1, device)).toMatchObject([
    { epoch: 1, tally: { applied: 2 } },
    { epoch: 2, tally: { conflict: 1, refused: 2, waiting: 3, replaced: 0 } },
  ]);
  expect(books.tallies(1, device)).toEqual(books.recount(1, device));
  expect(logTable(db).entry(1, 1 as Position)).not.toHaveProperty('ahead');
  db.close();
});
