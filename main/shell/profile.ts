/**
 * The folder that holds all that a console has: made for its owner alone, proved writable before anything is opened,
 * and locked, so that two consoles never write the same database.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { processMark } from './process-mark.ts';
import { CannotStart } from './start-failure.ts';

const LOCK_FILE = 'console.lock';
const holder = z.object({ pid: z.number().int().positive(), mark: z.string() });

export interface ProfileLock {
  release(): void;
}

/** Where a console lives when nobody says. */
export function defaultProfileDir(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string {
  if (platform === 'win32') return join(env['LOCALAPPDATA'] ?? join(homedir(), 'AppData', 'Local'), 'Holdfast');
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Holdfast');
  return join(env['XDG_DATA_HOME'] ?? join(homedir(), '.local', 'share'), 'holdfast');
}

/** Makes the folder if need be and proves that it can be written. Throws `CannotStart`. */
export function prepareProfile(dir: string): void {
  const probe = join(dir, '.probe');
  try {
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    writeFileSync(probe, 'can this be written?', { flush: true });
    rmSync(probe);
  } catch (error) {
    throw new CannotStart('profileUnwritable', unwritable(resolve(dir), (error as NodeJS.ErrnoException).code), {
      cause: error,
    });
  }
}

function unwritable(dir: string, code: string | undefined): string {
  const elsewhere = 'or choose another folder with --profile DIR.';
  if (code === 'ENOTDIR' || code === 'EEXIST')
    return `The profile folder ${dir} cannot be made: a part of its path is a file. Move that file away, ${elsewhere}`;
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return `The disk of the profile folder ${dir} is full. Free some space, ${elsewhere}`;
  if (code === 'EROFS') return `The profile folder ${dir} is on a read-only disk. Make it writable, ${elsewhere}`;
  return `The profile folder ${dir} cannot be written (${code ?? 'unknown reason'}). Give this account the right to write there, ${elsewhere}`;
}

/** Throws `CannotStart` when a living process holds the profile. A lock left by a killed one is taken over. */
export function lockProfile(dir: string): ProfileLock {
  const path = join(dir, LOCK_FILE);
  const mine = JSON.stringify({ pid: process.pid, mark: processMark(process.pid) ?? '' });
  const running = runningOn(dir);
  if (running !== null) throw alreadyRunning(dir, running);
  rmSync(path, { force: true });
  try {
    writeFileSync(path, mine, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    throw alreadyRunning(dir, runningOn(dir) ?? 0);
  }
  return {
    release() {
      if (readLock(path)?.pid === process.pid) rmSync(path, { force: true });
    },
  };
}

/** Process id of the console that runs on this profile, or null. */
export function runningOn(dir: string): number | null {
  const lock = readLock(join(dir, LOCK_FILE));
  if (lock === null || lock.pid === process.pid) return null;
  const mark = processMark(lock.pid);
  return mark === null || mark !== lock.mark ? null : lock.pid;
}

function readLock(path: string): z.infer<typeof holder> | null {
  try {
    return holder.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return null;
  }
}

const alreadyRunning = (dir: string, pid: number): CannotStart =>
  new CannotStart(
    'alreadyRunning',
    `Holdfast is already running on the profile ${resolve(dir)} (process ${pid}). Use its window, or start another console with --profile DIR.`,
  );
