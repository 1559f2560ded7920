/** The limits of `verify`: the same bytes through SHA-256 and nothing else, and the same rows read and nothing else. */
import { hash } from 'node:crypto';
import Database from 'better-sqlite3';
import { processorTime } from '../sample.ts';

/** Milliseconds of processor to hash each text after its chain value, as the chain does; texts are made beforehand, a page at a time. */
export function rawHashing(pages: Iterable<readonly string[]>): number {
  let ms = 0;
  for (const page of pages) ms += processorTime(() => page.forEach((text) => hash('sha256', text, 'hex')));
  return ms;
}

/** Milliseconds of processor to read every column of every row of the log. */
export function rawReading(file: string): number {
  const db = new Database(file, { readonly: true });
  const rows = db.prepare('SELECT * FROM log ORDER BY org, pos').raw();
  const ms = processorTime(() => {
    for (const row of rows.iterate()) if (row === undefined) throw new Error('no row');
  });
  db.close();
  return ms;
}
