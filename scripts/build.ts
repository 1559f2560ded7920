// `npm run build`: the Electron shell, the preload script and the renderer into out/. With `--if-needed`, as `npm start` and
// `npm test` use it, nothing happens when no source changed since the last build.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { spawn } from 'node:child_process';
import { listFiles, TOP } from './check/source-files.ts';
import { toolScript } from './tool-script.ts';

const STAMP = join(TOP, 'out', '.built-from');
const INPUTS =
  /^(domain|protocol|main|preload|renderer|resources)\/|^(electron\.vite\.config\.ts|package-lock\.json|postcss\.config\.(cjs|mjs))$/;

/** Changes when a source is added, removed or touched. */
function fingerprint(): string {
  const hash = createHash('sha256');
  for (const path of listFiles().filter((file) => INPUTS.test(file) && !/\.test\.tsx?$/.test(file))) {
    const { size, mtimeMs } = statSync(join(TOP, path));
    hash.update(`${path} ${size} ${mtimeMs}\n`);
  }
  return hash.digest('hex');
}

export function isBuilt(): boolean {
  return existsSync(STAMP) && readFileSync(STAMP, 'utf8') === fingerprint();
}

/** Exit code of electron-vite; its words go to stderr, so that stdout stays for the caller. */
export function build(): Promise<number> {
  const from = fingerprint();
  return new Promise((resolve) => {
    const args = [toolScript('electron-vite'), 'build', '--logLevel', 'warn'];
    const child = spawn(process.execPath, args, { cwd: TOP, stdio: ['ignore', 2, 2] });
    child.on('error', (error) => {
      console.error(error.message);
      resolve(1);
    });
    child.on('close', (code) => {
      if (code === 0) {
        mkdirSync(join(TOP, 'out'), { recursive: true });
        writeFileSync(STAMP, from);
      }
      resolve(code ?? 1);
    });
  });
}

if (import.meta.main) {
  process.exitCode = process.argv.includes('--if-needed') && isBuilt() ? 0 : await build();
}
