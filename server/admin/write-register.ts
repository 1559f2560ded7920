/** A register as a CSV file, row by row, whatever its length. */
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { stringify } from 'csv-stringify';
import { REGISTER_HEADER, type RegisterRow } from './generate-equipment.ts';

/** @throws Error from the file system when the file cannot be written */
export async function writeRegister(file: string, rows: Iterable<RegisterRow>): Promise<void> {
  const columns = [...REGISTER_HEADER];
  await pipeline(Readable.from(rows), stringify({ header: true, columns }), createWriteStream(file));
}
