/** A server whose database is put back to an older copy, in the plainest way: the file is copied over. */
import { cpSync, rmSync } from 'node:fs';
import { ORG, type Rig } from './hospital.ts';
import type { Team } from './team.ts';

let copies = 0;

/** A copy of the database as it is now; gives its path. */
export function copyOf(rig: Rig): string {
  const copy = `${rig.file()}.copy-${++copies}`;
  rig.database.connection.pragma('wal_checkpoint(TRUNCATE)');
  cpSync(rig.file(), copy);
  return copy;
}

/** The file is replaced by the copy, and opened again. */
export function swap(rig: Rig, copy: string): void {
  rig.storage.close();
  for (const end of ['', '-wal', '-shm']) rmSync(`${rig.file()}${end}`, { force: true });
  cpSync(copy, rig.file());
  rig.reopen();
}

/** The server stops, its file is replaced by the copy, and it starts again on the same port. */
export async function putBack(team: Team, copy: string): Promise<void> {
  await team.stop();
  swap(team.rig, copy);
  await team.start();
}

/** Causes of the log's incarnations, the first one first. */
export function causes(rig: Rig): readonly string[] {
  return rig.storage.incarnations.all(ORG).map((i) => i.cause);
}

/** Ids of all changes in the log that laptops sent, in its order. */
export function changesInLog(rig: Rig): readonly string[] {
  return rig.storage
    .log(ORG, 0 as never, 1_000_000)
    .filter((e) => e.kind === 'change' && e.device > 1)
    .map((e) => `${e.device}.${e.epoch}.${e.seq}`);
}
