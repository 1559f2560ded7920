/** Folders for one test file, gone when all its tests are done. */
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

const folders: string[] = [];

afterAll(() => {
  // A console that was started beside another one has its profile beside it, too.
  for (const folder of folders)
    for (const dir of [folder, `${folder}-2`]) rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
});

export function freshFolder(name: string): string {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), `holdfast-${name}-`));
  folders.push(folder);
  return folder;
}
