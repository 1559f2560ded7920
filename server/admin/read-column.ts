/** One column of a CSV file as a list: what the generator chooses from. */
import type { Readable } from 'node:stream';
import { parse } from 'csv-parse';
import { plain } from './import/columns.ts';

/** Cells that are not empty, in order. @throws RangeError when there is no such column */
export async function readColumn(input: Readable, name: string): Promise<readonly string[]> {
  const parser = input.pipe(parse({ bom: true, skip_empty_lines: true, relax_column_count: true, relax_quotes: true }));
  input.once('error', (error) => parser.destroy(error));
  let index = -1;
  const cells: string[] = [];
  for await (const item of parser) {
    const row = item as readonly string[];
    if (index >= 0) {
      const cell = (row[index] ?? '').trim();
      if (cell !== '') cells.push(cell);
      continue;
    }
    index = row.findIndex((head) => plain(head) === plain(name));
    if (index < 0) throw new RangeError(`there is no column "${name}": the file has ${row.join(', ')}`);
  }
  return cells;
}
