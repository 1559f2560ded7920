/**
 * The limit of a drain: so many changes logged and applied to rows in one durable transaction, with nothing else around
 * it. Same payloads as the product's, one row per job, one statement for the log and one for the row.
 */
import Database from 'better-sqlite3';
import type { Act } from '../workload/acts.ts';
import { timed } from '../sample.ts';

/** Milliseconds. `file` must not exist. */
export function rawApply(file: string, jobs: readonly string[], acts: readonly Act[]): number {
  const db = new Database(file);
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  const columns = [...new Set(acts.map(columnOf))];
  db.exec(`CREATE TABLE job (id TEXT PRIMARY KEY, ${columns.join(', ')}) WITHOUT ROWID;
    CREATE TABLE log (pos INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, body TEXT NOT NULL)`);
  const insert = db.prepare(
    `INSERT INTO job (id, ${columns.join(', ')}) VALUES (?, ${columns.map(() => `'${'x'.repeat(60)}'`).join(', ')})`,
  );
  db.transaction(() => {
    for (const id of jobs) insert.run(id);
  })();
  db.pragma('wal_checkpoint(TRUNCATE)');
  const update = new Map(
    columns.map((c) => [c, db.prepare<[unknown, string]>(`UPDATE job SET ${c} = ? WHERE id = ?`)]),
  );
  const log = db.prepare<[number, string, string]>('INSERT INTO log (pos, id, body) VALUES (?, ?, ?)');
  const changes = acts.map((act, i) => ({ act, id: `2.1.${i + 1}`, value: Object.values(act.set)[0] }));
  const took = timed(() => {
    db.transaction(() => {
      changes.forEach(({ act, id, value }, i) => {
        log.run(i + 1, id, JSON.stringify({ record: act.record, group: act.group, set: act.set, at: act.at }));
        update.get(columnOf(act))?.run(value, act.record ?? '');
      });
    })();
  });
  db.close();
  return took;
}

function columnOf(act: Act): string {
  return `${act.group}_${Object.keys(act.set)[0] ?? ''}`;
}
