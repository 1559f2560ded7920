/**
 * Held work: sent again, or put right and sent, as a new change that replaces the old one; or carried away as text.
 * Nothing held is ever dropped: the old change stays, marked as replaced, with what it said. What was held with it follows
 * under its own name, on top of the new change and with its values reckoned over the new ones; the server takes what saw
 * the old one as having seen the new.
 */
import type { EditOutcome } from '../../domain/change/outcome.ts';
import { nextState } from '../../domain/change/state.ts';
import { creatorOf, parseChangeId, type ChangeId, type RecordId } from '../../domain/ids.ts';
import type { Fields } from '../../domain/json.ts';
import { applyPatch } from '../../domain/record/overlay.ts';
import { ARCHIVED } from '../../domain/schema/types.ts';
import { ConsoleFault } from '../../protocol/ipc/fault.ts';
import type { FixHeldInput } from '../../protocol/ipc/inputs.ts';
import { commitSave, sawOf, type Author, type NewEdit, type Saved } from '../replica/commit-change.ts';
import { canonicalOf, idOf, reshow } from '../replica/record-store.ts';
import type { Replica } from '../replica/replica.ts';
import { readEdits, type StoredEdit } from '../replica/stored-edit.ts';
import type { ChangeRow } from '../replica/tables.ts';
import { keepOnDisk } from './keep-on-disk.ts';
import { keepSignature } from './keep-signature.ts';
import { checkEdit } from './validate.ts';

const MOST_HELD = 100_000;

/** The same values once more. @throws ConsoleFault notFound, notAllowed when it waits for another one. */
export function resendHeld(replica: Replica, author: Author, seq: number): Saved {
  const row = ownHeld(replica, seq);
  return keepOnDisk(() => replace(replica, authorOf(row, author), row, readEdits(row.edits)));
}

/**
 * Other values, in place of those that were refused; what is not named stays as it was.
 * @throws ConsoleFault notFound, notAllowed, badInput at the field; nothing was changed then.
 */
export function fixHeld(replica: Replica, author: Author, input: FixHeldInput): Saved {
  const row = ownHeld(replica, input.seq);
  const by = authorOf(row, author);
  const names = new Set([idOf(replica, row.epoch, row.seq), ...replacedBy(row)]);
  const edits = readEdits(row.edits).map((e): StoredEdit => {
    const fixed = input.edits.find((f) => f.record === e.record && f.group === e.group);
    const { collection, group } = e;
    const def = replica.env.schema.collections[collection]?.groups[group];
    const held = { seen: e.value, stands: e.value, now: replica.env.clock() };
    const value = fixed ? applyPatch(e.value, keepSignature(def, { ...held, set: fixed.set })) : e.value;
    const creates = names.has(creatorOf(e.record)) && replica.records.byId.get(e.record)?.pos === 0;
    checkEdit(replica.env.schema, by.role, { collection, group, set: value, seen: undefined, creates });
    return { ...e, value };
  });
  return keepOnDisk(() => replace(replica, by, row, edits));
}

/** The newest of that number: after a fork an earlier epoch may hold one as well. @throws ConsoleFault */
export function heldRow(replica: Replica, seq: number): ChangeRow {
  const row = replica.changes.inState
    .all('held', MOST_HELD)
    .toSorted((a, b) => b.epoch - a.epoch)
    .find((r) => r.seq === seq);
  if (!row) throw fault('notFound', 'That change is not held any more.');
  return row;
}

function ownHeld(replica: Replica, seq: number): ChangeRow {
  const row = heldRow(replica, seq);
  if (waitsForAnother(row))
    throw fault('notAllowed', 'This one follows by itself when the one it builds on is put right.');
  return row;
}

/** Held only because something it builds on is held. */
function waitsForAnother({ outcome }: ChangeRow): boolean {
  const edits = outcome === null ? [] : (JSON.parse(outcome) as readonly EditOutcome[]);
  return edits.some((e) => e.kind === 'refused' && e.code === 'dependency');
}

/** Whoever wrote it stays its author; in the role of today, where that is who works here. */
function authorOf(row: ChangeRow, present: Author): Author {
  return row.author === present.person
    ? present
    : { person: row.author as Author['person'], role: row.role as Author['role'] };
}

function replacedBy({ replaces }: ChangeRow): readonly ChangeId[] {
  return replaces === null ? [] : (JSON.parse(replaces) as readonly ChangeId[]);
}

function replace(replica: Replica, author: Author, row: ChangeRow, edits: readonly StoredEdit[]): Saved {
  const old = idOf(replica, row.epoch, row.seq);
  return replica.nested(() => {
    for (const e of edits) replica.pending.remove.run(e.record, e.group, row.epoch, row.seq);
    // With what it replaced itself: of those, too, others may have seen one (and a record may be named after the first).
    const saved = commitSave(
      replica,
      author,
      edits.map((e) => again(replica, e)),
      [old, ...replacedBy(row)],
    );
    const by = saved.changes[0] ?? old;
    replica.changes.replace.run(by, row.epoch, row.seq);
    const renewed = new Renewed([old, ...replacedBy(row)], edits);
    release(replica, row, parseChangeId(by)?.seq ?? row.seq, renewed);
    for (const record of renewed.records) reshow(replica, record);
    return saved;
  });
}

/** On top of what is canonical now. */
function again(replica: Replica, e: StoredEdit): NewEdit {
  const at = replica.records.byId.get(e.record);
  const canonical = at ? canonicalOf(at) : {};
  const saw =
    at === undefined || at.pos === 0 ? e.saw : sawOf(canonical[e.group], canonical[e.group], canonical[ARCHIVED]);
  const { record, collection, group, value, archive, undoes } = e;
  const more = { ...(archive ? { archive } : {}), ...(undoes ? { undoes } : {}) };
  return { record, collection, group, set: value, saw, seen: {}, ...more };
}

/** Values of groups as they are now, under the names by which others saw them. */
class Renewed {
  readonly records = new Set<RecordId>();
  private readonly values = new Map<string, Fields>();

  constructor(names: readonly ChangeId[], edits: readonly StoredEdit[]) {
    for (const e of edits) for (const name of names) this.note(name, e, e.value);
  }

  note(name: ChangeId, { record, group }: StoredEdit, value: Fields): void {
    this.records.add(record);
    this.values.set(`${record} ${group} ${name}`, value);
  }

  /** What a patch makes of the value that it saw; undefined: it saw something else. */
  over({ record, group, saw, set }: StoredEdit): Fields | undefined {
    const seen = saw.writer === null ? undefined : this.values.get(`${record} ${group} ${saw.writer}`);
    return seen && applyPatch(seen, set);
  }
}

/** What builds on the old change builds on the new one from now on, and what was held only for that may travel again. */
function release(replica: Replica, { epoch, seq: old }: ChangeRow, by: number, renewed: Renewed): void {
  const freed = new Set([old]);
  for (const item of replica.changes.dependents.all(epoch)) {
    const depends = JSON.parse(item.depends ?? '[]') as readonly number[];
    if (!depends.some((d) => freed.has(d))) continue;
    freed.add(item.seq);
    const state = item.state === 'held' ? nextState('held', 'released') : item.state;
    replica.changes.release.run(state, JSON.stringify(depends.map((d) => (d === old ? by : d))), epoch, item.seq);
    renew(replica, epoch, item.seq, renewed);
  }
}

function renew(replica: Replica, epoch: number, seq: number, renewed: Renewed): void {
  const row = replica.changes.byKey.get(epoch, seq);
  if (!row) return;
  const edits = readEdits(row.edits).map((e): StoredEdit => {
    const value = renewed.over(e) ?? e.value;
    renewed.note(idOf(replica, epoch, seq), e, value);
    return { ...e, value };
  });
  replica.changes.setEdits.run(JSON.stringify(edits), epoch, seq);
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
