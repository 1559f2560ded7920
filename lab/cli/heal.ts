/**
 * What a server and its consoles come to once nothing is in their way any more and nobody touches anything: the queues
 * drain, every save that was acknowledged is in the log once, the log is sound, and all replicas are the server's.
 */
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openDatabase } from '../../server/storage/sqlite/database.ts';
import { createSqliteStorage } from '../../server/storage/sqlite/storage.ts';
import type { Child } from './child.ts';
import { changesInLog, differences, faultsOfServer } from './compare-files.ts';
import { copyFiles } from './kill-cycles-files.ts';

const LOOK_MS = 200;
/** One silence noticed, one retry at its longest, and a slow machine. */
const HEAL_LIMIT_MS = 150_000;

export interface Healing {
  readonly serverFile: string;
  /** Folder for copies of the server's files. */
  readonly copy: string;
  /** Told to hold, and still running. */
  readonly consoles: readonly Child[];
  readonly profiles: readonly string[];
  /** By device.epoch.seq. */
  readonly acknowledged: ReadonlySet<string>;
}

/** Words for everything that is wrong in the end, or for what is still waited for; empty when all is well. */
export async function heal(healing: Healing): Promise<readonly string[]> {
  const ended = await Promise.all(healing.consoles.map((console) => drained(console)));
  const stuck = ended.filter((words) => words !== null);
  if (stuck.length > 0) return stuck;
  const end = Date.now() + HEAL_LIMIT_MS;
  for (;;) {
    const wrong = looked(healing);
    if (wrong.length === 0 || Date.now() > end) return wrong;
    await sleep(LOOK_MS);
  }
}

async function drained(console: Child): Promise<string | null> {
  const end = Date.now() + HEAL_LIMIT_MS;
  for (;;) {
    // A child says that it did not hear the word in a minute by throwing.
    const said = await console.line(/^drained/).catch((error: unknown) => (error instanceof Error ? error : null));
    if (typeof said === 'string') return null;
    if (said === null) return `a console ended: ${console.complaints.slice(-500)}`;
    if (Date.now() > end) return `a queue did not drain: ${said.message}`;
  }
}

function looked(healing: Healing): readonly string[] {
  try {
    return compare(healing);
  } catch (error) {
    return [`the files could not be compared: ${error instanceof Error ? error.message : String(error)}`];
  }
}

/** The server runs on and holds its lock: a copy of its files is looked at. One taken in mid-write is taken again. */
function compare({ serverFile, copy, profiles, acknowledged }: Healing): readonly string[] {
  copyFiles(dirname(serverFile), copy);
  const storage = createSqliteStorage(openDatabase(join(copy, 'server.db'), 'existing'));
  try {
    const log = changesInLog(storage);
    const lost = [...acknowledged].filter((id) => log.get(id) !== 1);
    return [
      ...lost.map((id) => `save ${id} was acknowledged and stands in the log ${log.get(id) ?? 0} times`),
      ...faultsOfServer(storage),
      ...profiles.flatMap((profile) => differences(storage, profile)),
    ];
  } finally {
    storage.close();
  }
}
