import { expect, it } from 'vitest';
import { TALLY_COLUMNS, type Tally } from '../../domain/ledger/tally.ts';
import { fromColumns, toColumns } from './ledger.ts';

it('[L-1] a tally survives the wire, column by column', () => {
  const tally = Object.fromEntries(TALLY_COLUMNS.map((column, i) => [column, i + 1])) as Tally;
  expect(toColumns(tally)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  expect(fromColumns(toColumns(tally))).toEqual(tally);
});
