/** Statements on `name`: records by their name in the world (C-10). */
import type { RecordId } from '../../../../domain/ids.ts';
import type { NameChange } from '../../contract/types.ts';
import type { Connection } from '../open.ts';

export interface NameTable {
  /** In order of id. */
  of(org: number, collection: string, name: string): readonly RecordId[];
  change(org: number, change: NameChange): void;
  /** Before the names of a collection are reckoned anew. */
  clear(org: number, collection: string): void;
}

export function nameTable(db: Connection): NameTable {
  const of = db
    .prepare<[number, string, string], RecordId>(
      'SELECT record FROM name WHERE org = ? AND collection = ? AND name = ? ORDER BY record',
    )
    .pluck();
  const put = db.prepare<[number, string, string, string]>(
    'INSERT OR IGNORE INTO name (org, collection, name, record) VALUES (?, ?, ?, ?)',
  );
  const remove = db.prepare<[number, string, string, string]>(
    'DELETE FROM name WHERE org = ? AND collection = ? AND name = ? AND record = ?',
  );
  const clear = db.prepare<[number, string]>('DELETE FROM name WHERE org = ? AND collection = ?');
  return {
    of: (org, collection, name) => of.all(org, collection, name),
    change(org, { record, collection, before, after }) {
      if (before !== null) remove.run(org, collection, before, record);
      if (after !== null) put.run(org, collection, after, record);
    },
    clear: (org, collection) => void clear.run(org, collection),
  };
}
