/**
 * The file of rows that could not be imported: line, reason, and the row as it was, under the original header, so that
 * it can be mended and imported by itself. It is made with the first such row and not before.
 */
import { closeSync, openSync, writeSync } from 'node:fs';
import { stringify } from 'csv-stringify/sync';
import type { CsvRow } from './read-csv.ts';

export interface Rejects {
  add(row: CsvRow, reason: string): void;
  count(): number;
  /** Path of the file, or null when nothing was rejected. */
  close(): string | null;
}

export function createRejects(file: string, header: readonly string[]): Rejects {
  let handle: number | null = null;
  let count = 0;
  return {
    add(row, reason) {
      if (handle === null) {
        handle = openSync(file, 'w');
        writeSync(handle, stringify([['line', 'reason', ...header]]));
      }
      writeSync(handle, stringify([[String(row.line), reason, ...row.cells]]));
      count += 1;
    },
    count: () => count,
    close() {
      if (handle !== null) closeSync(handle);
      handle = null;
      return count > 0 ? file : null;
    },
  };
}

/** `hospitals.csv` → `hospitals.rejected.csv`, beside it. */
export function rejectsBeside(file: string): string {
  return file.replace(/(\.csv)?$/i, '.rejected.csv');
}
