/** Counts the fsyncs of a program with strace, where there is one that may trace. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const SAVE_MANY = fileURLToPath(new URL('save-many.ts', import.meta.url));

/** Fsyncs that `count` saves cause beyond those of opening and closing; null with the reason when it cannot be seen. */
export function fsyncsOf(
  fileFor: (run: string) => string,
  count: number,
  trace: string,
): number | { readonly why: string } {
  const idle = traced(fileFor('idle'), 0, trace);
  if (typeof idle !== 'number') return idle;
  const busy = traced(fileFor('busy'), count, trace);
  return typeof busy === 'number' ? busy - idle : busy;
}

function traced(file: string, count: number, trace: string): number | { readonly why: string } {
  const run = spawnSync(
    'strace',
    ['-f', '-q', '-e', 'trace=fsync,fdatasync', '-o', trace, process.execPath, SAVE_MANY, file, String(count)],
    {
      encoding: 'utf8',
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  if (run.error) return { why: 'strace is not installed' };
  if (run.status !== 0) return { why: `strace could not trace: ${run.stderr.trim().split('\n').at(-1) ?? ''}` };
  return readFileSync(trace, 'utf8')
    .split('\n')
    .filter((line) => /\bf(data)?sync\(/.test(line)).length;
}
