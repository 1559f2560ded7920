/**
 * The limit of a first sync: as many rows of twenty columns over a bare WebSocket into one bare table. No sign-in, no
 * permissions, no indexes, no slices, no resuming; the same values as the product carries.
 */
import { zstdDecompressSync } from 'node:zlib';
import Database from 'better-sqlite3';
import { WebSocket } from 'ws';
import type { Change } from '../../domain/change/change.ts';
import { awaited, nowMs } from '../sample.ts';

const COLUMNS = 20;
const NAMES = Array.from({ length: COLUMNS }, (_, i) => `c${i}`);
const PATIENCE_MS = 60_000;

type Row = readonly (string | number | null)[];

function table(db: Database.Database): Database.Statement {
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.exec(`CREATE TABLE job (id TEXT PRIMARY KEY, ${NAMES.join(', ')}) WITHOUT ROWID`);
  return db.prepare(`INSERT OR REPLACE INTO job VALUES (?, ${NAMES.map(() => '?').join(', ')})`);
}

/** The server's table, from the changes that made the hospital. */
export function writeRows(file: string, jobs: readonly Change[]): void {
  const values = new Map<string, (string | number | null)[]>();
  for (const edit of jobs.flatMap((c) => c.edits)) {
    const row = values.get(edit.record) ?? [];
    for (const value of Object.values(edit.set))
      row.push(typeof value === 'boolean' ? Number(value) : (value as string | number | null));
    values.set(edit.record, row);
  }
  const db = new Database(file);
  const insert = table(db);
  db.transaction(() => {
    for (const [id, row] of values) insert.run(id, ...Array.from({ length: COLUMNS }, (_, i) => row[i] ?? null));
  })();
  db.close();
}

/** Milliseconds from the question on an open connection to the last piece on disk. */
export async function rawSync(url: string, file: string): Promise<number> {
  const db = new Database(file);
  const insert = table(db);
  const put = db.transaction((rows: readonly Row[]) => {
    for (const row of rows) insert.run(...row);
  });
  const socket = new WebSocket(url, { perMessageDeflate: false });
  await new Promise<void>((resolve, reject) => socket.once('open', resolve).once('error', reject));
  const whole = awaited('the bare first sync', PATIENCE_MS);
  socket.on('message', (data: Buffer) => {
    const { rows, last } = JSON.parse(zstdDecompressSync(data).toString('utf8')) as {
      rows: readonly Row[];
      last: boolean;
    };
    put(rows);
    if (last) whole.done();
  });
  const start = nowMs();
  socket.send('all');
  await whole.promise;
  const took = nowMs() - start;
  socket.terminate();
  db.close();
  return took;
}
