/**
 * Space kept for the queue (SAVE-3): a file of a few megabytes that is given up when the disk is full, so that the save
 * that met the full disk, and many after it, still reach it. From then on the app says so, before work is lost.
 */
import { closeSync, fsyncSync, openSync, rmSync, statfsSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';

export const RESERVE_BYTES = 16 << 20;
/** Free space below which the app says so. */
export const LOW_BYTES = 256 << 20;
const BLOCK = Buffer.alloc(1 << 20, 0x48);

export interface Reserve {
  /** True when space is short, or the reserve has been given up. */
  isLow(): boolean;
  /** Gives the space up. False when there was none to give. */
  release(): boolean;
}

/** Makes the reserve when there is room for it; a disk that is nearly full starts without one, and is called low. */
export function keepReserve(dir: string, freeBytes: () => number = () => freeSpace(dir)): Reserve {
  const file = join(dir, 'reserve');
  let held = isWhole(file) || (freeBytes() > LOW_BYTES && fill(file));
  return {
    isLow: () => !held || freeBytes() < LOW_BYTES,
    release() {
      if (!held) return false;
      held = false;
      rmSync(file, { force: true });
      return true;
    },
  };
}

function isWhole(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.size === RESERVE_BYTES;
}

function fill(file: string): boolean {
  try {
    const handle = openSync(file, 'w', 0o600);
    try {
      for (let written = 0; written < RESERVE_BYTES; written += BLOCK.length) writeSync(handle, BLOCK);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    return true;
  } catch {
    rmSync(file, { force: true });
    return false;
  }
}

/** 0 when the disk does not say: then it counts as low. */
function freeSpace(dir: string): number {
  try {
    const { bavail, bsize } = statfsSync(dir);
    return bavail * bsize;
  } catch {
    return 0;
  }
}
