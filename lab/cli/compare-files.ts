/**
 * What the files of a server and its consoles say once everything has stopped: every save that was acknowledged is there
 * exactly once, nothing is there twice, the chain holds, and each replica is what its owner may see, byte for byte.
 */
import { join } from 'node:path';
import type { Identity } from '../../main/replica/replica.ts';
import { openForReading, type Readable } from '../../main/replica/open.ts';
import { verify } from '../../server/admin/verify.ts';
import { digest48, sha256 } from '../../server/compose.ts';
import { DEMO_ORG } from '../../server/demo/seed-demo.ts';
import type { Storage } from '../../server/storage/contract/storage.ts';
import { NO_POSITION } from '../../domain/ids.ts';

/** Everything that the demo's replica shows in a column of its own. */
const COLUMNS = ['id', 'body', 'site', 'parent', 'k1', 'k2', 'sort', 'pos'] as const;

/** How often each change stands in the log, by device.epoch.seq. */
export function changesInLog(storage: Storage): ReadonlyMap<string, number> {
  const times = new Map<string, number>();
  let after = NO_POSITION;
  for (;;) {
    const page = storage.log(DEMO_ORG, after, PAGE);
    for (const { kind, device, epoch, seq } of page) {
      if (kind !== 'change') continue;
      const id = `${device}.${epoch}.${seq}`;
      times.set(id, (times.get(id) ?? 0) + 1);
    }
    const last = page.at(-1);
    if (!last) return times;
    after = last.pos;
  }
}
const PAGE = 5_000;

/** Words for everything that is wrong with a server's storage; empty: sound, whole, and nothing twice. */
export function faultsOfServer(storage: Storage): readonly string[] {
  const { problems } = verify({ storage, org: DEMO_ORG, sha256, digest: digest48, progress: () => {} });
  const twice = [...changesInLog(storage)].filter(([, times]) => times > 1);
  return [...problems, ...twice.map(([id, times]) => `change ${id} stands in the log ${times} times`)];
}

/** Words for everything that is wrong with a replica's own tables. */
export function faultsOfReplica(db: Readable): readonly string[] {
  const faults: string[] = [];
  const sound = String(db.pragma('integrity_check(1)', { simple: true }));
  if (sound !== 'ok') faults.push(`the replica is damaged: ${sound}`);
  const broken = db
    .prepare<[], { epoch: number; count: number; last: number }>(
      'SELECT epoch, count(*) AS count, max(seq) AS last FROM change GROUP BY epoch HAVING count(*) <> max(seq)',
    )
    .all();
  for (const { epoch, count, last } of broken) faults.push(`epoch ${epoch} has ${count} changes, the last is ${last}`);
  const bare = db
    .prepare<[], string>(
      "SELECT DISTINCT json_extract(e.value, '$.record') FROM change c, json_each(c.edits) e WHERE c.state NOT IN ('settled', 'replaced') AND NOT EXISTS (SELECT 1 FROM record r WHERE r.id = json_extract(e.value, '$.record'))",
    )
    .pluck()
    .all();
  for (const record of bare) faults.push(`a change to ${record} is in the queue, its record is not there`);
  return faults;
}

/** Changes of this replica, by device.epoch.seq, with the state each is in. */
export function changesInReplica(db: Readable): ReadonlyMap<string, string> {
  const device = identityOf(db)?.device;
  const rows = db
    .prepare<[], { epoch: number; seq: number; state: string }>('SELECT epoch, seq, state FROM change')
    .all();
  return new Map(rows.map(({ epoch, seq, state }) => [`${device}.${epoch}.${seq}`, state]));
}

export function identityOf(db: Readable): Identity | null {
  const text = db.prepare<[], string>("SELECT value FROM meta WHERE key = 'identity'").pluck().get();
  return text === undefined ? null : (JSON.parse(text) as Identity);
}

/** Words for every record and sum in which the replica differs from what the server lets its owner see. */
export function differences(storage: Storage, profile: string): readonly string[] {
  const db = openForReading(join(profile, 'replica.db'), null);
  try {
    const person = identityOf(db)?.person;
    if (person === undefined) return [`nobody is enrolled in ${profile}`];
    const sites = storage.directory.account(DEMO_ORG, person)?.sites ?? null;
    const { position } = storage.head(DEMO_ORG);
    const there = storage.pullPage(DEMO_ORG, sites, NO_POSITION, position, 10_000_000).rows.map(lineOf);
    const here = db
      .prepare<[], Record<(typeof COLUMNS)[number], unknown>>(`SELECT ${COLUMNS.join(', ')} FROM record`)
      .all()
      .map(lineOf);
    const shown = db.prepare<[], number>('SELECT count(*) FROM record WHERE shown IS NOT NULL').pluck().get() ?? 0;
    return [
      ...onlyIn(there, here).map((line) => `the server has, the replica has not: ${line}`),
      ...onlyIn(here, there).map((line) => `the replica has, the server has not: ${line}`),
      ...(shown > 0 ? [`${shown} records still show pending work`] : []),
    ];
  } finally {
    db.close();
  }
}

const lineOf = (row: Readonly<Record<(typeof COLUMNS)[number], unknown>>): string =>
  JSON.stringify(COLUMNS.map((column) => row[column]));

function onlyIn(here: readonly string[], there: readonly string[]): readonly string[] {
  const known = new Set(there);
  return here.filter((line) => !known.has(line)).map((line) => line.slice(0, 200));
}
