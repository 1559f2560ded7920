/** Runs a program under the recorder (strace) and reads what it did to the files of one folder. */
import { spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { StringDecoder } from 'node:string_decoder';
import type { DiskStep } from '../power/disk-step.ts';
import { readTrace, RECORDED_CALLS } from '../power/read-trace.ts';

/** More than any page that SQLite writes at once; longer ones are filler, or the reader refuses the recording. */
const DATA_BYTES = 8_192;
const CALLS = `trace=${RECORDED_CALLS.join(',')}`;
/** Children too, paths of descriptors, everything in hex, and only the calls that matter stop the program. */
const RECORDER = ['-f', '-q', '-y', '-xx', '-s', String(DATA_BYTES), '--seccomp-bpf', '-e', CALLS, '-e', 'signal=none'];
const RECORD_LIMIT_MS = 240_000;
const INSTALL_LIMIT_MS = 300_000;
const TRACE_CHUNK = 4 << 20;

/** Null when there is a recorder now; otherwise why there is none, in words. As root on Debian it is installed. */
export function whyNoRecorder(): string | null {
  if (process.platform !== 'linux') return 'the recorder needs Linux (strace)';
  if (!isThere()) {
    if (process.getuid?.() !== 0)
      return 'strace is not installed, and only root may install it (apt-get install strace)';
    const apt = (...args: string[]): void =>
      void spawnSync('apt-get', args, {
        stdio: 'ignore',
        env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
        timeout: INSTALL_LIMIT_MS,
      });
    apt('update', '-q');
    apt('install', '-y', '-q', '--no-install-recommends', 'strace');
    if (!isThere()) return 'strace is not installed and apt-get could not install it';
  }
  const tried = spawnSync('strace', ['-f', '-o', '/dev/null', process.execPath, '-e', '0'], { encoding: 'utf8' });
  return tried.status === 0 ? null : `strace may not trace here: ${tried.stderr.trim().split('\n').at(-1) ?? ''}`;
}

const isThere = (): boolean => spawnSync('strace', ['-V'], { stdio: 'ignore' }).status === 0;

export interface Recorded {
  readonly steps: readonly DiskStep[];
  readonly traceBytes: number;
}

/** @throws when the program failed, or did something to the files that could not be replayed. */
export function recordRun(program: string, args: readonly string[], folder: string, traceFile: string): Recorded {
  mkdirSync(folder, { recursive: true });
  const run = spawnSync('strace', [...RECORDER, '-o', traceFile, process.execPath, program, ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: RECORD_LIMIT_MS,
  });
  if (run.status !== 0) throw new Error(`the recorded run failed: ${run.stderr || String(run.error ?? run.signal)}`);
  let traceBytes = 0;
  const counted = function* (): Generator<string> {
    for (const line of linesOf(traceFile)) {
      traceBytes += line.length;
      yield line;
    }
  };
  const steps = readTrace(counted(), {
    root: folder,
    ignore: /-shm$/,
    filler: /(^|\/)reserve$/,
    said: /^saved \S+$/,
  });
  rmSync(traceFile);
  return { steps, traceBytes };
}

export const RECORDED = join(import.meta.dirname, 'power-cut-recorded.ts');

/** A trace is longer than the longest string: it is read piece by piece. */
function* linesOf(file: string): Generator<string> {
  const handle = openSync(file, 'r');
  const decoder = new StringDecoder('latin1');
  const chunk = Buffer.alloc(TRACE_CHUNK);
  let rest = '';
  try {
    for (let read = readSync(handle, chunk); read > 0; read = readSync(handle, chunk)) {
      const lines = (rest + decoder.write(chunk.subarray(0, read))).split('\n');
      rest = lines.pop() ?? '';
      yield* lines;
    }
  } finally {
    closeSync(handle);
  }
  if (rest !== '') yield rest;
}
