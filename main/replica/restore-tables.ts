/** Statements for what survives a server's restore: marks of its log, records not read again yet, what was let go. */
import type { Writable } from './open.ts';
import { CHANGE, type ChangeRow, type RecordRow } from './tables.ts';

export interface MarkRow {
  readonly position: number;
  readonly chain: string;
  readonly seal: string;
}

export function markTable(db: Writable) {
  return {
    put: db.prepare<[number, string, string]>(
      'INSERT INTO log_mark (position, chain, seal) VALUES (?, ?, ?) ON CONFLICT (position) DO UPDATE SET chain = excluded.chain, seal = excluded.seal',
    ),
    all: db.prepare<[], MarkRow>('SELECT position, chain, seal FROM log_mark ORDER BY position DESC'),
    count: db.prepare<[], number>('SELECT count(*) FROM log_mark').pluck(),
    remove: db.prepare<[number]>('DELETE FROM log_mark WHERE position = ?'),
    removeBeyond: db.prepare<[number]>('DELETE FROM log_mark WHERE position > ?'),
  };
}

export function unseenTable(db: Writable) {
  return {
    addAll: db.prepare<[]>('INSERT OR IGNORE INTO unseen (record) SELECT id FROM record'),
    all: db.prepare<[], string>('SELECT record FROM unseen ORDER BY record').pluck(),
    seen: db.prepare<[string]>('DELETE FROM unseen WHERE record = ?'),
    clear: db.prepare<[]>('DELETE FROM unseen'),
  };
}

export function prunedTable(db: Writable) {
  return {
    add: db.prepare<[number, string, number]>(
      'INSERT INTO let_go (epoch, outcome, edits, count) VALUES (?, ?, ?, 1) ON CONFLICT (epoch, outcome, edits) DO UPDATE SET count = count + 1',
    ),
    /** Outcome '' is "all applied". */
    all: db.prepare<[], { epoch: number; outcome: string; edits: number; count: number }>(
      'SELECT epoch, outcome, edits, count FROM let_go ORDER BY epoch, outcome, edits',
    ),
  };
}

/** What a server restored to a position does not have any more, in terms of this replica (W-12). */
export function beyondTable(db: Writable) {
  return {
    /** Own changes whose outcome stands beyond a position, and those that the server only keeps. In order of making. */
    decided: db.prepare<[number], ChangeRow>(
      `SELECT ${CHANGE} FROM change WHERE position > ? AND state IN ('confirming', 'settled', 'held') OR state IN ('waiting', 'escrow') ORDER BY epoch, seq`,
    ),
    /** Everything that has no final outcome here, in order of making. */
    open: db.prepare<[], ChangeRow>(
      `SELECT ${CHANGE} FROM change WHERE state NOT IN ('settled', 'replaced') ORDER BY epoch, seq`,
    ),
    offerAgain: db.prepare<[string, number, number]>(
      'UPDATE change SET state = ?, outcome = NULL, position = NULL, received_at = NULL, seen_at = NULL WHERE epoch = ? AND seq = ?',
    ),
    /** What was made anew stays so; whether the server has heard of the old one is not known any more (L-1). */
    unhearReplaced: db.prepare<[number]>(
      "UPDATE change SET received_at = NULL, position = NULL WHERE state = 'replaced' AND position > ?",
    ),
    setDepends: db.prepare<[string | null, number, number]>(
      'UPDATE change SET depends = ? WHERE epoch = ? AND seq = ?',
    ),
    /** Records that were written beyond a position. */
    records: db.prepare<[number], Pick<RecordRow, 'id' | 'site' | 'collection' | 'digest'>>(
      'SELECT id, site, collection, digest FROM record WHERE pos > ?',
    ),
    /** The server does not know them as they stand here: whatever it sends of them is newer. */
    unknow: db.prepare<[number]>('UPDATE record SET pos = 0, digest = 0 WHERE pos > ?'),
    history: db.prepare<[number]>('DELETE FROM history WHERE pos > ?'),
    historyKnown: db.prepare<[number, number]>('UPDATE history_known SET up_to = ? WHERE up_to > ?'),
    sitesFilled: db.prepare<[]>('UPDATE view_site SET filled = NULL'),
  };
}

/** Settled work that may be let go of. */
export function keptTable(db: Writable) {
  return {
    /** Of one slice, in order of making, beginning behind a change. */
    slice: db.prepare<[number, number, number], KeptRow>(
      'SELECT epoch, seq, state, position, outcome, edits FROM change WHERE (epoch, seq) > (?, ?) ORDER BY epoch, seq LIMIT ?',
    ),
    newest: db.prepare<[], { epoch: number; seq: number }>('SELECT epoch, max(seq) AS seq FROM change GROUP BY epoch'),
    replacedBy: db.prepare<[], string>("SELECT replaced_by FROM change WHERE state = 'replaced'").pluck(),
    neededByOpen: db.prepare<[], { epoch: number; depends: string }>(
      "SELECT epoch, depends FROM change WHERE state NOT IN ('settled', 'replaced') AND depends IS NOT NULL",
    ),
    forget: db.prepare<[number, number]>("DELETE FROM change WHERE epoch = ? AND seq = ? AND state = 'settled'"),
  };
}

export type KeptRow = Pick<ChangeRow, 'epoch' | 'seq' | 'state' | 'position' | 'outcome' | 'edits'>;
