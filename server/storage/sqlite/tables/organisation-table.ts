/** Statements on `organisation`: its head of the log, and its number, which leads every other key. */
import type { Position } from '../../../../domain/ids.ts';
import type { Head } from '../../contract/types.ts';
import type { Connection } from '../open.ts';

export interface Organisation {
  readonly no: number;
  readonly org: string;
  readonly name: string;
  readonly demo: boolean;
}

export interface OrganisationTable {
  first(): Organisation | null;
  no(org: string): number | undefined;
  insert(org: string, name: string, demo: boolean, at: number, incarnation: string): number;
  head(no: number): Head;
  setHead(no: number, position: Position, chain: string): void;
  /** Milliseconds; null: never. */
  escalateAfter(no: number): number | null;
  setEscalateAfter(no: number, ms: number | null): void;
}

export function organisationTable(db: Connection): OrganisationTable {
  const first = db
    .prepare<[], [number, string, string, number]>('SELECT no, org, name, demo FROM organisation ORDER BY no LIMIT 1')
    .raw();
  const no = db.prepare<[string], number>('SELECT no FROM organisation WHERE org = ?').pluck();
  const insert = db.prepare<[string, string, number, number, string]>(
    'INSERT INTO organisation (org, name, demo, created_at, incarnation) VALUES (?, ?, ?, ?, ?)',
  );
  const head = db
    .prepare<[number], [Position, string, string, Position]>(
      'SELECT position, incarnation, chain, safe_position FROM organisation WHERE no = ?',
    )
    .raw();
  const setHead = db.prepare<[number, string, number]>('UPDATE organisation SET position = ?, chain = ? WHERE no = ?');
  const escalateAfter = db.prepare<[number], number>('SELECT escalate_after FROM organisation WHERE no = ?').pluck();
  const setEscalateAfter = db.prepare<[number, number]>('UPDATE organisation SET escalate_after = ? WHERE no = ?');
  return {
    first() {
      const row = first.get();
      return row ? { no: row[0], org: row[1], name: row[2], demo: row[3] === 1 } : null;
    },
    no: (org) => no.get(org),
    insert: (org, name, demo, at, incarnation) =>
      Number(insert.run(org, name, demo ? 1 : 0, at, incarnation).lastInsertRowid),
    head(number) {
      const row = head.get(number);
      if (!row) throw new TypeError(`no organisation ${number}`);
      return { position: row[0], incarnation: row[1], chain: row[2], safePosition: row[3] };
    },
    setHead(number, position, chain) {
      setHead.run(position, chain, number);
    },
    escalateAfter: (number) => escalateAfter.get(number) || null,
    setEscalateAfter: (number, ms) => void setEscalateAfter.run(ms ?? 0, number),
  };
}
