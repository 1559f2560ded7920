/**
 * The file `at-work` beside the replica: there while a console is at work, so that one found at a start says that the last
 * exit was not in good order. It also names the newest change that was committed, written after each commit and not waited
 * for: whatever takes commits away behind SQLite's back (the write-ahead log removed by a cleaner, a bit that flipped in
 * it) leaves a database that looks sound, and only a witness outside of it can say that work is missing.
 *
 * The witness may lag behind the database, after a power cut or a kill; it is never ahead of it.
 */
import { closeSync, constants, fsyncSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The newest change that a database is known to have held. */
export interface Witness {
  readonly epoch: number;
  readonly seq: number;
}

export interface AtWork {
  /** Call only after the commit. Costs a write to memory, and never fails: the save it speaks of is done. */
  note(committed: Witness): void;
  /** Closes the file and leaves it where it is. */
  letGo(): void;
}

/** "epoch seq" in a record of fixed length, so that a shorter one never leaves digits of a longer one behind it. */
const LENGTH = 24;
const WRITTEN = /^(\d{1,8}) (\d{1,12}) *\n$/;

/**
 * Begins to be at work, with the newest change that is there now: durable before it returns, for a power cut must not
 * pass for a good exit.
 */
export function beginWork(replica: string, newest: Witness | null): AtWork {
  const file = markOf(replica);
  const handle = openSync(file, constants.O_RDWR | constants.O_CREAT, 0o600);
  try {
    writeSync(handle, newest === null ? ' '.repeat(LENGTH) : textOf(newest), 0);
    fsyncSync(handle);
    syncFolder(dirname(file));
  } catch (error) {
    closeSync(handle);
    throw error;
  }
  let held = true;
  return {
    note(committed) {
      if (!held) return;
      try {
        writeSync(handle, textOf(committed), 0);
      } catch {
        // A disk that does not take it leaves the witness behind, which is allowed.
      }
    },
    letGo() {
      if (held) closeSync(handle);
      held = false;
    },
  };
}

/** The last exit was in good order: nothing needs to be checked at the next start. */
export function endWork(replica: string): void {
  rmSync(markOf(replica), { force: true });
}

/** True when somebody is at work on this replica, or ended without closing it. */
export function wasLeftAtWork(replica: string): boolean {
  return markText(replica) !== null;
}

/** Null when there is none, or when it cannot be read: then nothing is claimed. */
export function witnessOf(replica: string): Witness | null {
  const found = WRITTEN.exec(markText(replica) ?? '');
  return found ? { epoch: Number(found[1]), seq: Number(found[2]) } : null;
}

/** Makes the names in a folder durable: new files are lost in a power cut without it. Windows has no such call. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** The shells make the profile, and the folders above it: their names must outlive a power cut as well. */
export function syncFoldersUp(folder: string): void {
  syncFolder(folder);
  for (let above = dirname(folder), below = folder; above !== below; below = above, above = dirname(above)) {
    try {
      syncFolder(above);
    } catch {
      // Not ours to read: then it was not ours to make.
      return;
    }
  }
}

const textOf = ({ epoch, seq }: Witness): string => `${epoch} ${seq}`.padEnd(LENGTH - 1).concat('\n');

const markOf = (replica: string): string => join(dirname(replica), 'at-work');

function markText(replica: string): string | null {
  try {
    return readFileSync(markOf(replica), 'latin1');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
