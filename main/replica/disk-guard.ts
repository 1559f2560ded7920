/**
 * What happens when the disk under the replica fails (SAVE-3). The first error after which nothing that the connection
 * says can be trusted (an fsync that failed threw pages away, a page came back wrong) ends it: whoever asks again gets the
 * same fault, and the file is not touched again by this process. Without that a later commit could succeed on top of one
 * that was lost. A full disk is no such error: SQLite takes the transaction back whole.
 */
import { ReplicaFault } from './replica-fault.ts';

export class DiskGuard {
  private found: ReplicaFault | null = null;
  private readonly listeners = new Set<(fault: ReplicaFault) => void>();

  fault(): ReplicaFault | null {
    return this.found;
  }

  /** @throws ReplicaFault when the disk has failed before. */
  check(): void {
    if (this.found) throw this.found;
  }

  /** The error as it is to be thrown: the disk's failure in words, any other as it was. */
  judge(error: unknown): unknown {
    if (this.found) return this.found;
    const fault = faultOf(error);
    if (!fault) return error;
    this.found = fault;
    for (const listener of this.listeners) listener(fault);
    return fault;
  }

  /** Told once, in the moment of the first fault, so that everything that would touch the file can stop. */
  onFault(listener: (fault: ReplicaFault) => void): void {
    this.listeners.add(listener);
  }
}

function faultOf(error: unknown): ReplicaFault | null {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code.startsWith('SQLITE_IOERR'))
    return new ReplicaFault('io', `The disk of this laptop answered with an error (${code}).`, error);
  if (code.startsWith('SQLITE_CORRUPT') || code.startsWith('SQLITE_NOTADB'))
    return new ReplicaFault('damaged', `The database of this laptop is damaged (${code}).`, error);
  return null;
}
