/**
 * Looks at a file before SQLite does, so that a file which is not ours is left exactly as it was: SQLite itself would
 * already write to it on opening.
 */
import { accessSync, constants, openSync, readSync, closeSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { StorageFault } from '../contract/fault.ts';

/** "HFst", in the header of every database of this program's server. */
export const APPLICATION_ID = 0x48_46_73_74;

const MAGIC = 'SQLite format 3\0';
const HEADER_BYTES = 100;
const APPLICATION_ID_AT = 68;

export type Recognised = 'new' | 'ours';

/** @throws StorageFault notOurs, notWritable */
export function recognise(file: string): Recognised {
  const stat = statSync(file, { throwIfNoEntry: false });
  if (stat === undefined) {
    assertFolder(file);
    return 'new';
  }
  if (!stat.isFile()) throw new StorageFault('notOurs', `${file} is not a file. Name a file for the database.`);
  assertWritable(file, file);
  assertFolder(file);
  if (stat.size === 0) return 'new';
  const header = readHeader(file);
  const isSqlite = header.length === HEADER_BYTES && header.toString('latin1', 0, MAGIC.length) === MAGIC;
  if (!isSqlite || header.readInt32BE(APPLICATION_ID_AT) !== APPLICATION_ID) {
    const what = isSqlite ? 'the database of another program' : 'not a database';
    throw new StorageFault(
      'notOurs',
      `${file} is ${what}. Name another file with --db sqlite:FILE; this one was left as it is.`,
    );
  }
  return 'ours';
}

function readHeader(file: string): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  const handle = openSync(file, 'r');
  try {
    return header.subarray(0, readSync(handle, header, 0, HEADER_BYTES, 0));
  } finally {
    closeSync(handle);
  }
}

function assertFolder(file: string): void {
  const folder = dirname(file);
  const stat = statSync(folder, { throwIfNoEntry: false });
  if (stat?.isDirectory() !== true) {
    throw new StorageFault('notWritable', `The folder ${folder} does not exist. Make it first, or name another one.`);
  }
  assertWritable(folder, file);
}

function assertWritable(path: string, file: string): void {
  try {
    accessSync(path, constants.R_OK | constants.W_OK);
  } catch (error) {
    throw new StorageFault('notWritable', `${file} cannot be written: no permission for ${path}.`, error);
  }
}
