/**
 * The ledger of this laptop (L-1), with what the server said of it last: every edit made here is in exactly one column. What a question asked about is counted
 * by what has been decided since. It balances when the columns add up to what was made and when the edits that lie on
 * top of records are exactly those that have not settled.
 */
import type { EditOutcome } from '../../domain/change/outcome.ts';
import { nameOf } from '../../domain/question/question.ts';
import type { ChangeId, RecordId } from '../../domain/ids.ts';
import { differenceWords } from '../../domain/ledger/compare.ts';
import type { Ledger, ServerBooks } from '../../protocol/ipc/state.ts';
import { readEdits, type StoredEdit } from '../replica/stored-edit.ts';
import { readSides, readState, readSubject } from './read-question.ts';
import type { Reader } from './reader.ts';

type Column = Exclude<keyof Ledger, 'made' | 'balances' | 'server'>;

const COLUMN_OF_STATE: { readonly [state: string]: Column } = {
  queued: 'pending',
  sending: 'pending',
  handed: 'pending',
  confirming: 'pending',
  waiting: 'waiting',
  escrow: 'escrow',
  held: 'held',
  replaced: 'replaced',
};

export function ledgerOf(reader: Reader): Ledger {
  const columns: Record<Column, number> = {
    applied: 0,
    superseded: 0,
    inQuestion: 0,
    held: 0,
    waiting: 0,
    escrow: 0,
    replaced: 0,
    pending: 0,
  };
  let made = 0;
  let open = 0;
  for (const row of reader.ctx.replica.changes.forLedger.all()) {
    made += row.edits * row.count;
    if (row.state !== 'settled' && row.state !== 'replaced') open += row.edits * row.count;
    const column = COLUMN_OF_STATE[row.state];
    if (column) columns[column] += row.edits * row.count;
    else if (row.outcome === null) columns.applied += row.edits * row.count;
    else if (!row.outcome.includes('"conflict"')) addSettled(columns, row.outcome, row.count);
  }
  for (const row of reader.statements.conflicted.all()) {
    const outcomes = JSON.parse(row.outcome) as readonly EditOutcome[];
    const id = reader.ownId(row.epoch, row.seq);
    readEdits(row.edits).forEach((edit, i) => (columns[columnOf(reader, outcomes[i], edit, id)] += 1));
  }
  const sum = Object.values(columns).reduce((total, n) => total + n, 0);
  const balances = sum === made && reader.statements.pendingCount.get() === open;
  return { made, ...columns, balances, server: serverBooks(reader) };
}

function serverBooks({ ctx }: Reader): ServerBooks | null {
  const compared = ctx.replica.readMeta('comparedBooks');
  if (!compared) return null;
  const { at, differences, server } = compared;
  return {
    at,
    agrees: differences.length === 0,
    says: differences.map(differenceWords),
    applied: server.applied,
    superseded: server.superseded,
    inQuestion: server.conflict,
  };
}

/** Settled without a question: the outcomes are those of each edit, for as many changes. */
function addSettled(columns: Record<Column, number>, outcome: string, count: number): void {
  for (const edit of JSON.parse(outcome) as readonly EditOutcome[]) columns[settledColumn(edit)] += count;
}

function settledColumn(outcome: EditOutcome | undefined): Column {
  if (outcome === undefined || outcome.kind === 'applied') return 'applied';
  if (outcome.kind === 'superseded' || outcome.kind === 'replaced') return outcome.kind;
  if (outcome.kind === 'refused') return 'held';
  return outcome.kind === 'conflict' ? 'inQuestion' : outcome.kind;
}

function columnOf(reader: Reader, outcome: EditOutcome | undefined, edit: StoredEdit, id: ChangeId): Column {
  return outcome?.kind === 'conflict' ? decided(reader, outcome.question, edit, id) : settledColumn(outcome);
}

/** By the question as the server sent it; our own unsent answer has decided nothing yet. */
function decided(reader: Reader, question: RecordId, edit: StoredEdit, id: ChangeId): Column {
  const row = reader.row(question);
  const body = row && reader.canonical(row);
  const subject = readSubject(body?.['subject']?.v);
  if (!body || !subject) return 'inQuestion';
  const state = readState(body['state']?.v);
  const sides = readSides(body['sides']?.v);
  const side = sides.find((s) => s.writers.includes(id));
  if (state.status === 'open') return side ? 'inQuestion' : 'superseded';
  /** Asked about only because its record was archived: the edit itself stands either way (C-8). */
  if (subject.record !== edit.record || subject.group !== edit.group) return 'applied';
  return side && nameOf(side) === state.chosen ? 'applied' : 'superseded';
}
