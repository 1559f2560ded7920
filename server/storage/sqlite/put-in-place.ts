/**
 * A backup put in the place of a database (W-12). The old one is set aside under another name and never deleted. At any
 * instruction the folder holds either the old file or the whole backup under the database's name, or neither, and then
 * the same command again finishes it; the file itself says that it is a backup until an incarnation begins on it.
 */
import { closeSync, constants, copyFileSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { StorageFault } from '../contract/fault.ts';
import { assertSound } from './database.ts';
import { translate } from './errors.ts';
import { takeLock } from './lock.ts';
import { connect } from './open.ts';
import { recognise } from './recognise.ts';
import { syncFolderOf } from './sync-folder.ts';

/** What SQLite keeps beside a database: left behind, it would be taken for the new file's. */
const ENDS = ['-wal', '-shm', ''] as const;

/** Gives where the old database stands now; null when there was none. @throws StorageFault */
export function putInPlace(backup: string, file: string): string | null {
  assertBackup(backup);
  const lock = takeLock(file);
  try {
    const part = `${file}.part`;
    rmSync(part, { force: true });
    copyFileSync(backup, part, constants.COPYFILE_FICLONE);
    syncFile(part);
    const aside = setAside(file);
    renameSync(part, file);
    syncFolderOf(file);
    return aside;
  } catch (error) {
    throw translate(error, file);
  } finally {
    lock.release('clean');
  }
}

/** @throws StorageFault notOurs, damaged */
function assertBackup(file: string): void {
  if (!existsSync(file)) throw new StorageFault('missing', `There is no backup at ${file}.`);
  const isOurs = recognise(file) === 'ours';
  const db = isOurs ? connect(file, { timeout: 0, mustExist: true }) : null;
  try {
    if (!db || !isMarked(db)) {
      throw new StorageFault('notOurs', `${file} is not a backup that "backup" made. Nothing was changed.`);
    }
    assertSound(db, file);
  } finally {
    db?.close();
  }
}

function isMarked(db: ReturnType<typeof connect>): boolean {
  const has = db.prepare<[], number>("SELECT count(*) FROM sqlite_master WHERE name = 'backup_mark'").pluck().get();
  return has === 1 && (db.prepare<[], number>('SELECT count(*) FROM backup_mark').pluck().get() ?? 0) > 0;
}

function setAside(file: string): string | null {
  if (!ENDS.some((end) => existsSync(`${file}${end}`))) return null;
  let n = 1;
  while (ENDS.some((end) => existsSync(`${file}.replaced-${n}${end}`))) n++;
  const aside = `${file}.replaced-${n}`;
  for (const end of ENDS) if (existsSync(`${file}${end}`)) renameSync(`${file}${end}`, `${aside}${end}`);
  syncFolderOf(file);
  return aside;
}

function syncFile(file: string): void {
  const handle = openSync(file, 'r+');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
