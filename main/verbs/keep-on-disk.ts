/** A disk that does not take a save, said in words (SAVE-3). */
import { ConsoleFault } from '../../protocol/ipc/fault.ts';

/** Errors of the disk in words: the form is kept as it was, because nothing here has changed (SAVE-3). */
export function keepOnDisk<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code.startsWith('SQLITE_FULL')) {
      throw new ConsoleFault({
        kind: 'diskFull',
        field: null,
        code,
        words: 'NOT SAVED: the disk is full. The form is kept as it is. Free some space, then save again.',
      });
    }
    if (code.startsWith('SQLITE_')) {
      throw new ConsoleFault({
        kind: 'cannotSave',
        field: null,
        code,
        words:
          'NOT SAVED: the disk did not take it. The form is kept as it is. Try again; if it fails again, write the work down and tell the operator.',
      });
    }
    throw error;
  }
}
