// Lists the project's own files by walking the tree, so that the checks agree on what "all files" means and work on a
// copy without a git directory. Sorted, with forward slashes, relative to the top.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

export const TOP = join(import.meta.dirname, '..', '..');

const SKIPPED = new Set(['node_modules', '.git', 'out', 'dist', 'release', 'coverage', '.holdfast']);

/** Every file under `top`, generated folders left out. */
export function listFiles(top: string = TOP): string[] {
  const found: string[] = [];
  const walk = (folder: string): void => {
    for (const entry of readdirSync(join(top, folder), { withFileTypes: true })) {
      if (SKIPPED.has(entry.name)) continue;
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) walk(path);
      else if (entry.isFile()) found.push(path);
    }
  };
  walk('');
  return found.toSorted();
}

export const SOURCE_FOLDERS = [
  'domain',
  'protocol',
  'main',
  'preload',
  'renderer',
  'server',
  'lab',
  'bench',
  'tests',
  'scripts',
] as const;

/** TypeScript sources of the house; the canaries, which must fail, are left out. */
export function listSources(files: readonly string[] = listFiles()): string[] {
  return files.filter(
    (file) =>
      /\.(ts|tsx)$/.test(file) &&
      !file.endsWith('.d.ts') &&
      !file.startsWith('tests/canary/') &&
      SOURCE_FOLDERS.some((folder) => file.startsWith(`${folder}/`)),
  );
}
