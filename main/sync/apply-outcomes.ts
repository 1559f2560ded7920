/**
 * What the server made of changes, noted on them. An outcome moves a change to "confirming"; only when the
 * replica has passed its position is it settled (`confirm.ts`), so that no label runs ahead of the truth (W-6).
 */
import type { ChangeOutcome, EditOutcome } from '../../domain/change/outcome.ts';
import { nextState, type ChangeEvent, type ChangeState } from '../../domain/change/state.ts';
import { heldWith, type QueueItem } from '../../domain/queue/plan.ts';
import { LANES } from '../../domain/schema/types.ts';
import type { Outcomes } from '../../protocol/wire/outcomes.ts';
import { unfoldOutcomes } from '../../protocol/wire/outcomes.ts';
import { becauseOf } from '../replica/commit-change.ts';
import type { Replica } from '../replica/replica.ts';
import { confirmUpTo } from './confirm.ts';
import { noteMark } from './log-marks.ts';
import type { ChangeRow, QueueRow } from '../replica/tables.ts';
import { readEdits } from '../replica/stored-edit.ts';

export function applyOutcomes(replica: Replica, message: Outcomes): void {
  replica.transact('replayable', () => {
    noteMark(replica, message.mark);
    for (const [seq, count, position] of message.applied) {
      replica.changes.answerRun.run(position, seq, message.receivedAt, message.epoch, seq, seq + count - 1);
    }
    for (const outcome of unfoldOutcomes({ ...message, applied: [] })) applyOne(replica, message, outcome);
    // An answer that was lost comes again after the cursor has passed it: then nothing else will call it seen.
    confirmUpTo(replica, replica.cursor());
  });
}

function applyOne(replica: Replica, message: Outcomes, outcome: ChangeOutcome): void {
  const row = replica.changes.byKey.get(message.epoch, outcome.seq);
  if (!row) return;
  const state = nextState(row.state as ChangeState, eventOf(outcome.edits));
  // An answer without a position is older than one that has one, in whichever order they came.
  const isOlder = row.position !== null && outcome.position === 0;
  if (state === row.state && (row.outcome !== null || isOlder)) return;
  const position = outcome.position === 0 ? null : outcome.position;
  replica.changes.setOutcome.run(
    state,
    JSON.stringify(outcome.edits),
    position,
    message.receivedAt,
    message.epoch,
    outcome.seq,
  );
  touchEdits(replica, row);
  if (state === 'held') holdDependents(replica, message.epoch, outcome.seq);
}

function eventOf(edits: readonly EditOutcome[]): ChangeEvent {
  if (edits.some((e) => e.kind === 'refused')) return 'refused';
  if (edits.some((e) => e.kind === 'waiting')) return 'deferred';
  if (edits.some((e) => e.kind === 'escrow')) return 'escrowed';
  return 'answered';
}

/** A change that the server could not even read: held here, with what it said. */
export function holdUnfit(replica: Replica, epoch: number, seq: number, words: string): void {
  replica.transact('durable', () => {
    const row = replica.changes.byKey.get(epoch, seq);
    if (!row) return;
    const outcome: EditOutcome = { kind: 'refused', code: 'tooLarge', words };
    const text = JSON.stringify(readEdits(row.edits).map(() => outcome));
    replica.changes.setOutcome.run(nextState(row.state as ChangeState, 'refused'), text, null, null, epoch, seq);
    touchEdits(replica, row);
    holdDependents(replica, epoch, seq);
  });
}

/** A refused change is held with those that depend on it; all others flow on. */
export function holdDependents(replica: Replica, epoch: number, seq: number): void {
  const items = replica.changes.dependents.all(epoch).map(toItem);
  const because = becauseOf(seq);
  for (const dependent of heldWith(items, seq)) {
    const row = replica.changes.byKey.get(epoch, dependent);
    if (!row || row.state === 'held') continue;
    const outcome = JSON.stringify(readEdits(row.edits).map(() => because));
    replica.changes.setOutcome.run(
      nextState(row.state as ChangeState, 'refused'),
      outcome,
      null,
      null,
      epoch,
      dependent,
    );
    touchEdits(replica, row);
  }
}

export function touchEdits(replica: Replica, row: ChangeRow): void {
  for (const edit of readEdits(row.edits)) replica.touch(edit.record, edit.collection);
}

export function toItem(row: QueueRow): QueueItem {
  return {
    seq: row.seq,
    lane: LANES[row.lane] ?? 'normal',
    state: row.state as ChangeState,
    bytes: row.bytes,
    dependsOn: row.depends === null ? [] : (JSON.parse(row.depends) as readonly number[]),
  };
}
