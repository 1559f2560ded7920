/** What is wrong with a replica that does not open, in words for the person in front of it. */
import type { Witness } from './at-work.ts';
import { ReplicaFault } from './replica-fault.ts';

export function damagedWords(file: string): string {
  return `The database ${file} is damaged. Nothing was changed. Keep a copy of the folder: the work in it can be rescued.`;
}

/** `newest` null: nothing at all is left. */
export function missingWords(file: string, witness: Witness, newest: Witness | null): string {
  const has = newest?.epoch === witness.epoch ? newest.seq : 0;
  const which = witness.seq - has === 1 ? `Change ${witness.seq}` : `Changes ${has + 1} to ${witness.seq}`;
  return (
    `${which}, saved on this laptop, are missing from the database ${file}: it, or the file ${file}-wal beside it, was ` +
    'removed, exchanged or damaged. Nothing was changed. If a cleaner or a virus scanner moved a file away, put it back ' +
    'and start again. Keep a copy of the folder. To go on without that work, remove the file at-work from the folder: ' +
    'what had reached the server comes back from there.'
  );
}

/** SQLite's own errors in our words; what is none of them is a bug and passes through. */
export function faultOf(error: unknown, file: string): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'SQLITE_NOTADB')
    return new ReplicaFault(
      'notOurs',
      `The database ${file} cannot be read with this key. It was left as it is.`,
      error,
    );
  if (code.startsWith('SQLITE_CORRUPT')) return new ReplicaFault('damaged', damagedWords(file), error);
  if (code.startsWith('SQLITE_CANTOPEN') || code.startsWith('SQLITE_READONLY') || code.startsWith('SQLITE_PERM')) {
    return new ReplicaFault(
      'notWritable',
      `The database ${file} cannot be opened for writing. Check the folder’s permissions.`,
      error,
    );
  }
  if (code.startsWith('SQLITE_BUSY'))
    return new ReplicaFault('inUse', `Another program holds ${file} open. Close it first.`, error);
  return error;
}
