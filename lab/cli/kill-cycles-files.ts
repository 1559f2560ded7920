/** The files of what was just killed, looked at as copies, so that looking changes nothing for the start that follows. */
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openReplica } from '../../main/replica/open.ts';
import { ReplicaFault } from '../../main/replica/replica-fault.ts';
import { openDatabase } from '../../server/storage/sqlite/database.ts';
import { createSqliteStorage } from '../../server/storage/sqlite/storage.ts';
import type { Chance } from '../world/chance.ts';
import { changesInLog, changesInReplica, faultsOfReplica, faultsOfServer } from './compare-files.ts';

/** Made once a template is copied: its content is nothing but room (SAVE-3). */
const RESERVE = 'reserve';

/** Copies a folder of a console or a server, if it is there yet. Mapped memory is left behind, as a restart of the machine would. */
export function copyFiles(from: string, to: string): void {
  rmSync(to, { recursive: true, force: true });
  mkdirSync(to, { recursive: true });
  if (!existsSync(from)) return;
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const target = join(to, entry.name);
    if (entry.isDirectory()) copyFiles(join(from, entry.name), target);
    else if (entry.name === RESERVE) {
      writeFileSync(target, '');
      truncateSync(target, 16 << 20);
    } else if (!entry.name.endsWith('-shm')) cpSync(join(from, entry.name), target);
  }
}

export interface ServerLook {
  readonly violations: readonly string[];
  /** How often each change stands in the log. */
  readonly log: ReadonlyMap<string, number>;
}

/** `folder` holds a copy of a server's files. */
export function lookAtServer(folder: string): ServerLook {
  try {
    const storage = createSqliteStorage(openDatabase(join(folder, 'server.db'), 'existing'));
    const looked = { violations: faultsOfServer(storage), log: changesInLog(storage) };
    storage.close();
    return looked;
  } catch (error) {
    return { violations: [`the server's file does not open: ${wordsOf(error)}`], log: new Map() };
  }
}

/** `profile` is a copy. `isElsewhere`: saves that the server has need not be here any more. */
export function lookAtReplica(
  profile: string,
  acknowledged: readonly string[],
  isElsewhere: (id: string) => boolean,
): readonly string[] {
  const file = join(profile, 'replica.db');
  if (!existsSync(file)) return acknowledged.length === 0 ? [] : ['the replica is gone'];
  try {
    const db = openReplica({ file, key: null });
    const held = changesInReplica(db);
    const lost = acknowledged.filter((id) => !held.has(id) && !isElsewhere(id));
    const faults = faultsOfReplica(db);
    db.close();
    return [...lost.map((id) => `save ${id} was acknowledged and is gone`), ...faults];
  } catch (error) {
    return [`the replica does not open: ${wordsOf(error)}`];
  }
}

/**
 * What came of a damaged copy: `refused`, in words, with every file as it was; `whole`, opened with all that was saved;
 * `altered`, opened with all saves in place and a value that SQLite cannot know to be another one.
 */
export type Damage = 'refused' | 'whole' | 'altered';

export interface DamageLook {
  readonly came: Damage;
  readonly violations: readonly string[];
}

/** `profile` is a copy without its `-wal`. */
export function lookWithoutLog(profile: string, acknowledged: readonly string[]): DamageLook {
  rmSync(join(profile, 'replica.db-wal'), { force: true });
  return lookAtDamaged(profile, acknowledged, null);
}

/** `profile` is a copy, in which some bits of the database or of its log are turned over. */
export function lookWithFlippedBits(profile: string, acknowledged: readonly string[], chance: Chance): DamageLook {
  const sound = textOfChanges(profile);
  const names = ['replica.db', 'replica.db-wal'].filter((name) => sizeOf(join(profile, name)) > 0);
  const file = join(profile, chance.pick(names));
  const bytes = readFileSync(file);
  for (let flips = chance.between(1, 3); flips > 0; flips--) {
    const at = chance.between(0, bytes.length - 1);
    bytes[at] = (bytes[at] ?? 0) ^ (1 << chance.between(0, 7));
  }
  writeFileSync(file, bytes);
  return lookAtDamaged(profile, acknowledged, sound);
}

function lookAtDamaged(profile: string, acknowledged: readonly string[], sound: string | null): DamageLook {
  const file = join(profile, 'replica.db');
  const before = contents(profile);
  try {
    const db = openReplica({ file, key: null });
    const held = changesInReplica(db);
    db.close();
    const lost = acknowledged.filter((id) => !held.has(id));
    const violations = lost.map((id) => `opened after damage, and without a word lacks ${id}`);
    return { came: sound === null || sound === textOfChanges(profile) ? 'whole' : 'altered', violations };
  } catch (error) {
    const violations: string[] = [];
    if (!(error instanceof ReplicaFault)) violations.push(`damage without words: ${wordsOf(error)}`);
    const after = contents(profile);
    for (const [name, bytes] of before)
      if (after.get(name)?.equals(bytes) !== true) violations.push(`${name} was changed although it was refused`);
    return { came: 'refused', violations };
  }
}

function contents(profile: string): ReadonlyMap<string, Buffer> {
  const names = ['replica.db', 'replica.db-wal', 'at-work'].filter((name) => sizeOf(join(profile, name)) > 0);
  return new Map(names.map((name) => [name, readFileSync(join(profile, name))]));
}

const sizeOf = (file: string): number => (existsSync(file) ? readFileSync(file).length : 0);

/** All that the queue holds, as text: to see whether a value was altered. Null when it cannot be read. */
function textOfChanges(profile: string): string | null {
  const place = `${profile}-read`;
  copyFiles(profile, place);
  try {
    const db = openReplica({ file: join(place, 'replica.db'), key: null });
    const rows = db.prepare('SELECT epoch, seq, author, role, hlc, made_at, edits, hash, chain FROM change').all();
    db.close();
    return JSON.stringify(rows);
  } catch {
    return null;
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
