/**
 * Held work: sent again as a new change that replaces the old one, or carried away as text. Nothing held is ever
 * dropped: the old change stays, marked as replaced, with what it said.
 */
import type { EditOutcome } from '../../domain/change/outcome.ts';
import { nextState } from '../../domain/change/state.ts';
import { parseChangeId, type ChangeId } from '../../domain/ids.ts';
import { ARCHIVED } from '../../domain/schema/types.ts';
import { ConsoleFault } from '../../protocol/ipc/fault.ts';
import { commitSave, sawOf, type Author, type NewEdit, type Saved } from '../replica/commit-change.ts';
import { canonicalOf, idOf } from '../replica/record-store.ts';
import type { Replica } from '../replica/replica.ts';
import { readEdits, type StoredEdit } from '../replica/stored-edit.ts';
import type { ChangeRow } from '../replica/tables.ts';

const MOST_HELD = 100_000;

/** @throws ConsoleFault notFound when nothing by that number is held, notAllowed when it waits for another one. */
export function resendHeld(replica: Replica, author: Author, seq: number): Saved {
  // The newest of that number: after a fork an earlier epoch may hold one as well.
  const row = replica.changes.inState
    .all('held', MOST_HELD)
    .toSorted((a, b) => b.epoch - a.epoch)
    .find((r) => r.seq === seq);
  if (!row) throw fault('notFound', 'That change is not held any more.');
  if (waitsForAnother(row))
    throw fault('notAllowed', 'This one follows by itself when the one it builds on is put right.');
  const old: ChangeId = idOf(replica, row.epoch, row.seq);
  return replica.nested(() => {
    const edits = readEdits(row.edits).map((e) => again(replica, e));
    for (const e of readEdits(row.edits)) replica.pending.remove.run(e.record, e.group, row.epoch, row.seq);
    const saved = commitSave(replica, author, edits, [old]);
    const by = saved.changes[0] ?? old;
    replica.changes.replace.run(by, row.epoch, row.seq);
    release(replica, row.epoch, row.seq, parseChangeId(by)?.seq ?? row.seq);
    return saved;
  });
}

/** Held only because something it builds on is held. */
function waitsForAnother({ outcome }: ChangeRow): boolean {
  const edits = outcome === null ? [] : (JSON.parse(outcome) as readonly EditOutcome[]);
  return edits.some((e) => e.kind === 'refused' && e.code === 'dependency');
}

/** The same value, on top of what is canonical now. */
function again(replica: Replica, e: StoredEdit): NewEdit {
  const at = replica.records.byId.get(e.record);
  const canonical = at ? canonicalOf(at) : {};
  const saw =
    at === undefined || at.pos === 0 ? e.saw : sawOf(canonical[e.group], canonical[e.group], canonical[ARCHIVED]);
  const { record, collection, group, value, archive } = e;
  return { record, collection, group, set: value, saw, seen: {}, ...(archive ? { archive } : {}) };
}

/**
 * What builds on the old change builds on the new one from now on, and what was held only for that may travel again,
 * behind it.
 */
function release(replica: Replica, epoch: number, old: number, by: number): void {
  const freed = new Set([old]);
  for (const item of replica.changes.dependents.all(epoch)) {
    const depends = JSON.parse(item.depends ?? '[]') as readonly number[];
    if (!depends.some((d) => freed.has(d))) continue;
    freed.add(item.seq);
    const state = item.state === 'held' ? nextState('held', 'released') : item.state;
    replica.changes.release.run(state, JSON.stringify(depends.map((d) => (d === old ? by : d))), epoch, item.seq);
  }
}

function fault(kind: 'notFound' | 'notAllowed', words: string): ConsoleFault {
  return new ConsoleFault({ kind, words, field: null, code: 'held' });
}

/** All held work as JSON, for a person to keep or to send by other means. */
export function exportHeld(replica: Replica): string {
  const held = replica.changes.inState.all('held', MOST_HELD).map((row) => ({
    change: idOf(replica, row.epoch, row.seq),
    madeAt: new Date(row.made_at).toISOString(),
    author: row.author,
    why: row.outcome === null ? null : (JSON.parse(row.outcome) as unknown),
    edits: readEdits(row.edits),
  }));
  return JSON.stringify({ holdfast: 'held work', held }, null, 2);
}
