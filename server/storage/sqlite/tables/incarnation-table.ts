/** Statements on `incarnation` and `backup_mark`, and on what a new incarnation changes elsewhere (W-12). */
import type { Position } from '../../../../domain/ids.ts';
import type { Cause, Incarnation } from '../../contract/incarnations.ts';
import type { Connection } from '../open.ts';

/**
 * Epochs that a lost server may have granted to one laptop: a grant needs a fork, and a fork a clone. Should it not be
 * enough, two copies meet in one epoch, and that is found as any fork is.
 */
const LOST_EPOCHS = 8;
/** Two digits of base 36 are an epoch's room in a record id. */
const LAST_EPOCH = 36 ** 2 - 1;

export interface IncarnationTable {
  all(org: number): readonly Incarnation[];
  add(org: number, next: Incarnation): void;
  raiseFloors(org: number): void;
  isBackup(org: number): boolean;
  markAsBackup(org: number, at: number): void;
  unmark(org: number): void;
  covered(org: number, position: Position): void;
  positionAt(org: number, time: number, head: Position): Position;
}

export function incarnationTable(db: Connection): IncarnationTable {
  const all = db
    .prepare<[number], [string, Position, Cause, number, string | null]>(
      'SELECT incarnation, began, cause, at, lost FROM incarnation WHERE org = ? ORDER BY n',
    )
    .raw();
  const insert = db.prepare<[number, number, string, number, string, number, string | null]>(
    'INSERT INTO incarnation (org, n, incarnation, began, cause, at, lost) SELECT ?, (SELECT coalesce(max(n), 0) + 1 FROM incarnation WHERE org = ?), ?, ?, ?, ?, ?',
  );
  const setNow = db.prepare<[string, number]>('UPDATE organisation SET incarnation = ? WHERE no = ?');
  const raise = db.prepare<[number, number, number]>(
    'UPDATE device SET epoch_floor = min(max(epoch, epoch_floor) + ?, ?) WHERE org = ?',
  );
  const isBackup = db.prepare<[number], number>('SELECT count(*) FROM backup_mark WHERE org = ?').pluck();
  const mark = db.prepare<[number, number]>(
    'INSERT INTO backup_mark (org, at) VALUES (?, ?) ON CONFLICT (org) DO UPDATE SET at = excluded.at',
  );
  const unmark = db.prepare<[number]>('DELETE FROM backup_mark WHERE org = ?');
  const cover = db.prepare<[number, number, number]>(
    'UPDATE organisation SET safe_position = max(safe_position, min(?, position)) WHERE no = ? AND safe_position < ?',
  );
  const receivedAt = db
    .prepare<[number, number], number>('SELECT received_at FROM log WHERE org = ? AND pos = ?')
    .pluck();
  return {
    all: (org) =>
      all.all(org).map(([incarnation, began, cause, at, lost]) => ({ incarnation, began, cause, at, lost })),
    add(org, { incarnation, began, cause, at, lost }) {
      insert.run(org, org, incarnation, began, cause, at, lost);
      setNow.run(incarnation, org);
    },
    raiseFloors: (org) => void raise.run(LOST_EPOCHS, LAST_EPOCH, org),
    isBackup: (org) => isBackup.get(org) === 1,
    markAsBackup: (org, at) => void mark.run(org, at),
    unmark: (org) => void unmark.run(org),
    covered: (org, position) => void cover.run(position, org, position),
    positionAt(org, time, head) {
      let [below, above] = [0, head + 1];
      while (above - below > 1) {
        const middle = Math.floor((below + above) / 2);
        if ((receivedAt.get(org, middle) ?? Number.POSITIVE_INFINITY) <= time) below = middle;
        else above = middle;
      }
      return below as Position;
    },
  };
}
