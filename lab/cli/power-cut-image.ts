/** One image of what a power cut left: put on a real disk, opened by the real programs, and held to what was promised. */
import { existsSync, mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openForReading, openReplica } from '../../main/replica/open.ts';
import { openDatabase } from '../../server/storage/sqlite/database.ts';
import { createSqliteStorage } from '../../server/storage/sqlite/storage.ts';
import type { DiskImage } from '../power/recorded-disk.ts';
import { bringUp } from './bring-up.ts';
import { changesInLog, changesInReplica, faultsOfReplica, faultsOfServer, identityOf } from './compare-files.ts';

export interface CutImage {
  /** Of the laptop's folder and of the server's files, each as its machine left them. */
  readonly image: DiskImage;
  /** What the laptop's programs would have read a moment before: nothing lost. */
  readonly before: DiskImage;
  /** Saves acknowledged before the cut. */
  readonly acknowledged: readonly string[];
}

export interface Looked {
  readonly violations: readonly string[];
  /** There was enough on both sides to let them work on. */
  readonly broughtUp: boolean;
}

/** Outcome known: the server said that the change is in its log. */
const ANSWERED = new Set(['confirming', 'settled']);

export async function lookAt(cut: CutImage, folder: string, further: 'bring up' | 'look only'): Promise<Looked> {
  const { image, before, acknowledged } = cut;
  const now = join(folder, 'now');
  putDown(image, now);
  putDown(before, join(folder, 'before'));
  const file = join(now, 'server.db');
  const profile = join(now, 'laptop');
  const answered = answeredIn(join(folder, 'before', 'laptop', 'replica.db'));
  const server = lookAtServer(file, answered);
  const laptop = lookAtReplica(profile, acknowledged);
  const violations = [...server.violations, ...laptop.violations];
  const enough = server.ready && laptop.ready && further === 'bring up';
  if (violations.length > 0 || !enough) return { violations, broughtUp: false };
  return { violations: await bringUp({ file, profile, acknowledged }), broughtUp: true };
}

interface Side {
  readonly violations: readonly string[];
  readonly ready: boolean;
}

function lookAtReplica(profile: string, acknowledged: readonly string[]): Side {
  const file = join(profile, 'replica.db');
  try {
    const db = openReplica({ file, key: null });
    const held = changesInReplica(db);
    const lost = acknowledged.filter((id) => !held.has(id));
    const violations = [...lost.map((id) => `save ${id} was acknowledged and is gone`), ...faultsOfReplica(db)];
    const ready = identityOf(db) !== null;
    db.close();
    return { violations, ready };
  } catch (error) {
    return { violations: [`the replica does not open: ${wordsOf(error)}`], ready: false };
  }
}

function lookAtServer(file: string, answered: readonly string[]): Side {
  try {
    const storage = createSqliteStorage(openDatabase(file, 'anything'));
    const ready = Boolean(storage.directory.organisation());
    const log = ready ? changesInLog(storage) : new Map<string, number>();
    const lost = answered.filter((id) => !log.has(id));
    const violations = [
      ...lost.map((id) => `the outcome of ${id} was sent and it is not in the log`),
      ...(ready ? faultsOfServer(storage) : []),
    ];
    storage.close();
    return { violations, ready };
  } catch (error) {
    return { violations: [`the server does not open: ${wordsOf(error)}`], ready: false };
  }
}

/** Changes whose outcome the console had heard, by the files as they were before the cut. */
function answeredIn(file: string): readonly string[] {
  if (!existsSync(file)) return [];
  const db = openForReading(file, null);
  try {
    const hasTables = Number(db.pragma('user_version', { simple: true })) > 0;
    return hasTables ? [...changesInReplica(db)].filter(([, state]) => ANSWERED.has(state)).map(([id]) => id) : [];
  } finally {
    db.close();
  }
}

function putDown({ folders, files }: DiskImage, folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const path of folders) mkdirSync(join(folder, path), { recursive: true });
  for (const [path, bytes] of files) {
    const isFiller = /(^|\/)reserve$/.test(path);
    writeFileSync(join(folder, path), isFiller ? '' : bytes);
    if (isFiller) truncateSync(join(folder, path), bytes.length);
  }
}

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
