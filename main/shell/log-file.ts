/** The console's log: JSON lines in the profile, one older file kept, so that it never fills the disk that the work needs. */
import { mkdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';

/** About a month of an ordinary laptop. */
const LARGEST_BYTES = 4 * 1024 * 1024;

export interface LogFile {
  readonly path: string;
  readonly write: (line: object) => void;
  close(): void;
}

export function openLog(profileDir: string): LogFile {
  const folder = join(profileDir, 'log');
  const path = join(folder, 'console.jsonl');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > LARGEST_BYTES)
    renameSync(path, join(folder, 'console.1.jsonl'));
  const destination = pino.destination({ dest: path, sync: true, mode: 0o600 });
  const logger = pino({ base: { pid: process.pid } }, destination);
  return { path, write: (line) => logger.info(line), close: () => destination.end() };
}
