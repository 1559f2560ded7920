/** The space kept for the queue, given up when it is needed (SAVE-3). */
import { ConsoleFault } from '../../protocol/ipc/fault.ts';
import type { Reserve } from '../replica/reserve.ts';

/** A full disk gives up the reserve and tries once more; only then is the person told that nothing was saved (SAVE-3). */
export function withReserve<Result>(reserve: Reserve, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    const isFull = error instanceof ConsoleFault && error.fault.kind === 'diskFull';
    if (!isFull || !reserve.release()) throw error;
    return work();
  }
}
