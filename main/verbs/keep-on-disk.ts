/** A disk that does not take a save, said in words (SAVE-3). The form is kept as it was, because nothing here has changed. */
import type { DiskFailure } from '../../protocol/ipc/state.ts';
import { ConsoleFault, type Fault } from '../../protocol/ipc/fault.ts';
import { ReplicaFault } from '../replica/replica-fault.ts';

const FULL = 'NOT SAVED: the disk is full. The form is kept as it is. Free some space, then save again.';
const NOT_TAKEN =
  'NOT SAVED: the disk did not take it. The form is kept as it is. Try again; if it fails again, write the work down and tell the operator.';

/** @throws ConsoleFault diskFull, diskFailed, cannotSave; every other error as it is. */
export function keepOnDisk<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw saidOfDisk(error);
  }
}

/** An error of the disk as a fault with words for the person; every other error as it is. */
export function saidOfDisk(error: unknown): unknown {
  if (error instanceof ReplicaFault) {
    const { says, do: what } = diskFailure(error);
    return fault({ kind: 'diskFailed', code: `disk-${error.kind}`, words: `NOT SAVED: ${says} ${what}` });
  }
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code.startsWith('SQLITE_FULL')) return fault({ kind: 'diskFull', code, words: FULL });
  return code.startsWith('SQLITE_') ? fault({ kind: 'cannotSave', code, words: NOT_TAKEN }) : error;
}

/**
 * The words on the screen. Whether the last save reached the disk cannot be known: a commit whose fsync failed may be
 * there after the restart, so the person is told to look before typing it a second time.
 */
export function diskFailure({ kind, message }: ReplicaFault): DiskFailure {
  const rescue = kind === 'damaged' ? ' Keep a copy of the profile folder: the work in it can be rescued.' : '';
  return {
    says: message,
    do: `What you typed is still in the form: copy it or write it down. Then close Holdfast, start it again, and look whether the last save is there.${rescue}`,
  };
}

function fault(said: Omit<Fault, 'field'>): ConsoleFault {
  return new ConsoleFault({ ...said, field: null });
}
