/** A rename is on disk only when its folder is: without this, a power cut could bring the old name back. */
import { closeSync, fsyncSync, openSync } from 'node:fs';
import { dirname } from 'node:path';

export function syncFolderOf(file: string): void {
  // Windows does not open folders; there the rename itself is journalled.
  if (process.platform === 'win32') return;
  const folder = openSync(dirname(file), 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
