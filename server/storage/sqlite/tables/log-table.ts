/**
 * Statements on `log` and `log_record`: append-only. Hashes are stored as bytes and spoken as hex. An entry's edits are
 * parsed only when somebody looks at them: admission mostly wants to know who wrote, and when.
 */
import type { Hlc } from '../../../../domain/clock/hlc.ts';
import type { EditOutcome } from '../../../../domain/change/outcome.ts';
import type { ChangeId, DeviceNo, Epoch, PersonId, Position, RecordId, Sequence } from '../../../../domain/ids.ts';
import type { Fields } from '../../../../domain/json.ts';
import type { Lane, Role } from '../../../../domain/schema/types.ts';
import type { LogEntry, LogKind, LoggedEdit } from '../../contract/types.ts';
import type { Connection } from '../open.ts';

/** pos, kind, device, epoch, seq, author, role, lane, hlc, made_at, received_at, edits, outcome, hash, chain, ahead */
type Row = [
  Position,
  LogKind,
  DeviceNo,
  Epoch,
  Sequence,
  PersonId,
  Role,
  Lane,
  Hlc,
  number,
  number,
  string,
  string | null,
  string,
  string,
  number | null,
];
type Insert = [number, ...Row];
/** An edit in the column `edits`: record, collection, group, value, saw, what it takes back, and what its author named. */
type EditRow = [RecordId, string, string, Fields, LoggedEdit['saw'], (ChangeId | null)?, RecordId?];

const COLUMNS =
  'pos, kind, device, epoch, seq, author, role, lane, hlc, made_at, received_at, edits, outcome, lower(hex(hash)), lower(hex(chain)), ahead';

export interface LogTable {
  entry(org: number, pos: Position): LogEntry | undefined;
  chainAt(org: number, pos: number): string | undefined;
  after(org: number, pos: Position, limit: number): readonly LogEntry[];
  ofRecord(org: number, record: RecordId, after: Position, limit: number): readonly LogEntry[];
  append(org: number, entry: LogEntry): void;
}

export function logTable(db: Connection): LogTable {
  const entry = db.prepare<[number, number], Row>(`SELECT ${COLUMNS} FROM log WHERE org = ? AND pos = ?`).raw();
  const chainAt = db
    .prepare<[number, number], string>('SELECT lower(hex(chain)) FROM log WHERE org = ? AND pos = ?')
    .pluck();
  const after = db
    .prepare<[number, number, number], Row>(`SELECT ${COLUMNS} FROM log WHERE org = ? AND pos > ? ORDER BY pos LIMIT ?`)
    .raw();
  const positions = db
    .prepare<[number, string, number, number], Position>(
      'SELECT pos FROM log_record WHERE org = ? AND record = ? AND pos > ? ORDER BY pos LIMIT ?',
    )
    .pluck();
  const insert = db.prepare<Insert>(
    'INSERT INTO log (org, pos, kind, device, epoch, seq, author, role, lane, hlc, made_at, received_at, edits, outcome, hash, chain, ahead) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, unhex(?), unhex(?), ?)',
  );
  const insertRecord = db.prepare<[number, string, number]>(
    'INSERT INTO log_record (org, record, pos) VALUES (?, ?, ?)',
  );

  const read = (org: number, pos: Position): LogEntry | undefined => {
    const row = entry.get(org, pos);
    return row && entryOf(row);
  };
  return {
    entry: read,
    chainAt: (org, pos) => (pos === 0 ? '' : chainAt.get(org, pos)),
    after: (org, pos, limit) => after.all(org, pos, limit).map(entryOf),
    ofRecord(org, record, from, limit) {
      return positions.all(org, record, from, limit).flatMap((pos) => read(org, pos) ?? []);
    },
    append(org, e) {
      insert.run(
        org,
        e.pos,
        e.kind,
        e.device,
        e.epoch,
        e.seq,
        e.author,
        e.role,
        e.lane,
        e.hlc,
        e.madeAt,
        e.receivedAt,
        editsText(e.edits),
        e.outcome && JSON.stringify(e.outcome),
        e.hash,
        e.chain,
        e.ahead ?? null,
      );
      for (const record of recordsOf(e.edits)) insertRecord.run(org, record, e.pos);
    },
  };
}

function recordsOf(edits: readonly LoggedEdit[]): Iterable<RecordId> {
  const only = edits[0];
  if (edits.length === 1 && only) return [only.record];
  return new Set(edits.map((e) => e.record));
}

function rowOfEdit({ record, collection, group, value, saw, undoes, named }: LoggedEdit): EditRow {
  if (named) return [record, collection, group, value, saw, undoes ?? null, named];
  return undoes ? [record, collection, group, value, saw, undoes] : [record, collection, group, value, saw];
}

function editsText(edits: readonly LoggedEdit[]): string {
  return JSON.stringify(edits.map(rowOfEdit));
}

function entryOf(row: Row): LogEntry {
  const [pos, kind, device, epoch, seq, author, role, lane, hlc, madeAt, receivedAt] = row;
  const [edits, outcome, hash, chain, ahead] = [row[11], row[12], row[13], row[14], row[15]];
  let parsed: readonly LoggedEdit[] | undefined;
  return {
    pos,
    kind,
    device,
    epoch,
    seq,
    author,
    role,
    lane,
    hlc,
    madeAt,
    receivedAt,
    get edits() {
      parsed ??= editsOf(edits);
      return parsed;
    },
    outcome: outcome === null ? null : (JSON.parse(outcome) as readonly EditOutcome[]),
    hash,
    chain,
    ...(ahead === null ? {} : { ahead }),
  };
}

function editsOf(text: string): readonly LoggedEdit[] {
  const rows = JSON.parse(text) as readonly EditRow[];
  return rows.map(([record, collection, group, value, saw, undoes, named]) => ({
    record,
    collection,
    group,
    value,
    saw,
    ...(undoes ? { undoes } : {}),
    ...(named ? { named } : {}),
  }));
}
