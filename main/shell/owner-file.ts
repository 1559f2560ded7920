/** Writes a small file that only its owner can read, whole or not at all, whatever stood there before. */
import { renameSync, rmSync, writeFileSync } from 'node:fs';

export function writeOwnerFile(path: string, content: string | Buffer): void {
  const fresh = `${path}.new`;
  rmSync(fresh, { force: true });
  writeFileSync(fresh, content, { mode: 0o600, flag: 'wx', flush: true });
  renameSync(fresh, path);
}
