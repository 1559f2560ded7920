/**
 * Driver errors as the port's errors: busy may be tried again, everything else stops the server (EIO on fsync is never
 * shrugged off). Errors that are not SQLite's pass through untouched: they are bugs.
 */
import { StorageFault } from '../contract/fault.ts';
import { StorageBusy } from '../contract/storage.ts';
import { sqliteCode } from './open.ts';

/** How long somebody else's transaction usually takes. */
const COME_BACK_MS = 250;

export function translate(error: unknown, file: string): unknown {
  const code = sqliteCode(error);
  if (code === null) return error;
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) return new StorageBusy(COME_BACK_MS);
  if (code.startsWith('SQLITE_FULL')) {
    return new StorageFault(
      'full',
      `No space left for ${file}. Nothing of the last batch was kept; free space and start the server again.`,
      error,
    );
  }
  if (code.startsWith('SQLITE_CORRUPT') || code.startsWith('SQLITE_NOTADB')) {
    return new StorageFault('damaged', `${file} is damaged. Keep a copy of it, then restore the last backup.`, error);
  }
  if (code.startsWith('SQLITE_IOERR')) {
    return new StorageFault(
      'io',
      `The disk under ${file} answered with an error (${code}). Check the disk, then start the server again.`,
      error,
    );
  }
  if (code.startsWith('SQLITE_READONLY') || code.startsWith('SQLITE_CANTOPEN') || code.startsWith('SQLITE_PERM')) {
    return new StorageFault(
      'notWritable',
      `${file} cannot be opened for writing. Check the folder and its permissions.`,
      error,
    );
  }
  return error;
}
