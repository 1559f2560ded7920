/**
 * The limits of a save: update one row and insert one queue row in one durable transaction, with payloads of the size
 * that the product writes. `bareTables` is what SQLite can do at all; `replicaTables` pays for the replica's own tables
 * and indexes (and for the cipher when the file has one), and is what the product is held to.
 */
import Database from 'better-sqlite3';
import type { RecordRow } from '../../main/replica/tables.ts';
import type { Replica } from '../../main/replica/replica.ts';

/** What one save of the product wrote. */
export interface Written {
  readonly row: RecordRow;
  readonly keysMoved: boolean;
  readonly group: string;
  /** Text of the column `edits`. */
  readonly edits: string;
  readonly lane: number;
  readonly hash: string;
  readonly chain: string;
}

export interface RawSave {
  readonly save: (written: Written, seq: number) => void;
  readonly close: () => void;
}

export function bareTables(file: string, key: Buffer | null, rows: readonly RecordRow[]): RawSave {
  const db = new Database(file);
  if (key) {
    db.pragma("cipher = 'sqlcipher'");
    db.pragma(`key = "x'${key.toString('hex')}'"`);
  }
  for (const setting of [
    'journal_mode = WAL',
    'synchronous = FULL',
    'wal_autocheckpoint = 4000',
    'cache_size = -32768',
  ])
    db.pragma(setting);
  db.exec(
    'CREATE TABLE row (rid INTEGER PRIMARY KEY, body TEXT, shown TEXT); CREATE TABLE queue (seq INTEGER PRIMARY KEY, body TEXT)',
  );
  const insert = db.prepare<[number, string, string | null]>('INSERT INTO row (rid, body, shown) VALUES (?, ?, ?)');
  db.transaction(() => {
    for (const r of rows) insert.run(r.rid, r.body, r.shown);
  })();
  const update = db.prepare<[string | null, number]>('UPDATE row SET shown = ? WHERE rid = ?');
  const queue = db.prepare<[number, string]>('INSERT INTO queue (seq, body) VALUES (?, ?)');
  const save = db.transaction((w: Written, seq: number) => {
    update.run(w.row.shown, w.row.rid);
    queue.run(seq, w.edits + w.hash + w.chain);
  });
  return { save: (w, seq) => save.immediate(w, seq), close: () => db.close() };
}

/** `extra`: also what stands beside the two rows (dependency rows, the list for search) and the two hashes. */
export function replicaTables(replica: Replica, extra: 'two rows' | 'all rows'): RawSave['save'] {
  const { records, changes, pending, searches, db, env } = replica;
  const { author, role } = { author: replica.identity()?.person ?? '', role: 'technician' };
  const write = db.transaction((w: Written, seq: number) => {
    const { row: r } = w;
    if (w.keysMoved) records.update.run(r.parent, r.site, r.k1, r.k2, r.sort, r.pos, r.body, r.shown, r.digest, r.rid);
    else records.updateBody.run(r.pos, r.body, r.shown, r.digest, r.rid);
    let { hash, chain } = w;
    if (extra === 'all rows') {
      hash = env.sha256(w.edits);
      chain = env.sha256(`${chain}${hash}`);
      pending.insert.run(r.id, w.group, 1, seq);
      searches.mark.run(r.rid);
    }
    changes.insert.run(
      1,
      seq,
      seq,
      w.lane,
      'queued',
      author,
      role,
      1,
      seq,
      seq,
      w.edits.length,
      null,
      w.edits,
      null,
      hash,
      chain,
    );
  });
  return (w, seq) => write.immediate(w, seq);
}
