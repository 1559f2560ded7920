/**
 * Save: ONE transaction that puts the changes into the queue and the new state into the replica (SAVE-1). When this
 * returns, the work is on the disk; when it throws, nothing was kept and the caller still has everything. It never waits
 * for a network and costs the same with an empty queue and a full one (SAVE-2).
 *
 * A save that touches several lanes makes one change per lane, under one save id (SAVE-6). Each change's sequence
 * follows the last one of the epoch, and its chain hash covers the one before it (SAVE-4).
 */
import { changeText, type ArchiveSaw, type Change, type Saw } from '../../domain/change/change.ts';
import type { EditOutcome } from '../../domain/change/outcome.ts';
import { tick, type Hlc } from '../../domain/clock/hlc.ts';
import {
  changeId,
  creatorOf,
  parseChangeId,
  recordId,
  type ChangeId,
  type PersonId,
  type RecordId,
  type SaveId,
  type Sequence,
} from '../../domain/ids.ts';
import type { Fields } from '../../domain/json.ts';
import type { Cell } from '../../domain/record/body.ts';
import { applyPatch, overlay } from '../../domain/record/overlay.ts';
import { LANES, type Lane, type Role } from '../../domain/schema/types.ts';
import { presentValue } from '../../domain/schema/upcast.ts';
import { createShown, shownOf, writeShown } from './record-store.ts';
import type { Identity, Replica } from './replica.ts';
import { asSent, type StoredEdit } from './stored-edit.ts';

/** One edit as a caller hands it in; `record` null creates one. */
export interface NewEdit {
  readonly record: RecordId | null;
  readonly collection: string;
  readonly group: string;
  readonly set: Fields;
  readonly saw: Saw;
  /** The group's value as it was in view; absent: as the replica shows it. */
  readonly seen?: Fields;
  readonly archive?: ArchiveSaw;
  /** The change that it takes back (C-6). */
  readonly undoes?: ChangeId;
}

export interface Author {
  readonly person: PersonId;
  readonly role: Role;
}

export interface Saved {
  /** In the order of the edits; new records have their id here. */
  readonly records: readonly RecordId[];
  readonly changes: readonly ChangeId[];
  readonly savedAt: number;
}

interface Placed {
  readonly edit: NewEdit;
  readonly index: number;
}

/** @throws when the disk does not take it: nothing was saved then (SAVE-3). */
export function commitSave(
  replica: Replica,
  author: Author,
  edits: readonly NewEdit[],
  replaces: readonly ChangeId[] = [],
): Saved {
  const identity = replica.identity();
  if (!identity) throw new Error('nobody works here yet');
  return replica.transact('durable', () => {
    const madeAt = replica.env.clock();
    const writer = new ChangeWriter(replica, identity, { author, madeAt, replaces });
    const records: RecordId[] = [];
    for (const { lane, placed } of byLane(replica, edits)) {
      const ids = writer.write(
        lane,
        placed.map((p) => p.edit),
      );
      placed.forEach((p, i) => (records[p.index] = ids[i] as RecordId));
    }
    return { records, changes: writer.written, savedAt: madeAt };
  });
}

/** Edits by lane; a lane that creates records comes first, so that what depends on it has the later sequence. */
function byLane(replica: Replica, edits: readonly NewEdit[]): readonly { lane: Lane; placed: readonly Placed[] }[] {
  const groups = new Map<Lane, Placed[]>();
  edits.forEach((edit, index) => {
    const lane = replica.env.schema.collections[edit.collection]?.groups[edit.group]?.lane ?? 'normal';
    const list = groups.get(lane);
    if (list) list.push({ edit, index });
    else groups.set(lane, [{ edit, index }]);
  });
  const creates = (placed: readonly Placed[]): number => (placed.some((p) => p.edit.record === null) ? 0 : 1);
  return LANES.flatMap((lane) => {
    const placed = groups.get(lane);
    return placed ? [{ lane, placed }] : [];
  }).toSorted((a, b) => creates(a.placed) - creates(b.placed));
}

class ChangeWriter {
  readonly written: ChangeId[] = [];
  private readonly replica: Replica;
  private readonly identity: Identity;
  private readonly author: Author;
  private readonly madeAt: number;
  private readonly replaces: readonly ChangeId[];
  private readonly first: number;
  private seq: number;
  private chain: string;
  private hlc: Hlc;

  constructor(
    replica: Replica,
    identity: Identity,
    save: { readonly author: Author; readonly madeAt: number; readonly replaces: readonly ChangeId[] },
  ) {
    this.replica = replica;
    this.identity = identity;
    this.author = save.author;
    this.madeAt = save.madeAt;
    this.replaces = save.replaces;
    const last = replica.changes.last.get(identity.epoch);
    this.seq = last?.seq ?? 0;
    this.first = this.seq + 1;
    this.chain = last?.chain ?? '';
    const floor = replica.readMeta('hlc') ?? 0;
    this.hlc = tick(Math.max(last?.hlc ?? 0, floor) as Hlc, save.madeAt);
  }

  write(lane: Lane, edits: readonly NewEdit[]): readonly RecordId[] {
    const { replica, identity, author, madeAt } = this;
    const seq = ++this.seq;
    const id = changeId(identity.device, identity.epoch, seq);
    const depends = new Set<number>();
    const created: RecordId[] = [];
    const stored = edits.map((edit): StoredEdit => {
      const record = edit.record ?? recordId(identity.device, identity.epoch, seq, created.length);
      if (edit.record === null) created.push(record);
      return this.place(edit, record, id, depends);
    });
    depends.delete(seq);
    const change: Change = {
      device: identity.device,
      epoch: identity.epoch,
      seq: seq as Sequence,
      save: changeId(identity.device, identity.epoch, this.first) as string as SaveId,
      lane,
      author: author.person,
      role: author.role,
      schema: replica.env.schema.version,
      hlc: this.hlc,
      madeAt,
      ...(this.replaces.length > 0 ? { replaces: this.replaces } : {}),
      edits: stored.map(asSent),
    };
    const hash = replica.env.sha256(changeText(change));
    this.chain = replica.env.sha256(`${this.chain}${hash}`);
    const text = JSON.stringify(stored);
    replica.changes.insert.run(
      identity.epoch,
      seq,
      this.first,
      LANES.indexOf(lane),
      'queued',
      author.person,
      author.role,
      change.schema,
      this.hlc,
      madeAt,
      Buffer.byteLength(text) - stayingBytes(stored),
      depends.size === 0 ? null : JSON.stringify([...depends]),
      text,
      change.replaces ? JSON.stringify(change.replaces) : null,
      hash,
      this.chain,
    );
    replica.wrote({ epoch: identity.epoch, seq });
    for (const e of stored) replica.pending.insert.run(e.record, e.group, identity.epoch, seq);
    this.holdBehind(depends, seq, stored.length);
    this.hlc = (this.hlc + 1) as Hlc;
    this.written.push(id);
    return stored.map((e) => e.record);
  }

  /** What builds on held work is held from the start, and says so: a label must not promise that it will leave. */
  private holdBehind(depends: ReadonlySet<number>, seq: number, edits: number): void {
    const { changes } = this.replica;
    const { epoch } = this.identity;
    const held = [...depends].find((d) => changes.queueItem.get(epoch, d)?.state === 'held');
    if (held === undefined) return;
    const outcome = JSON.stringify(Array.from({ length: edits }, () => becauseOf(held)));
    changes.setOutcome.run('held', outcome, null, null, epoch, seq);
  }

  /** Puts the edit on top of its record and notes what it depends on. */
  private place(edit: NewEdit, record: RecordId, id: ChangeId, depends: Set<number>): StoredEdit {
    const { replica } = this;
    const row = replica.records.byId.get(record);
    const shown = row ? shownOf(row) : {};
    // A new record begins from nothing, though one by its id may be here: on a copied laptop, from the other copy (W-2).
    const before = edit.record === null ? edit.seen : (edit.seen ?? shown[edit.group]?.v);
    const { schema } = replica.env;
    const value = applyPatch(before && presentValue(schema, edit.collection, edit.group, before), edit.set);
    this.dependOn(depends, record, edit, value);
    const body = overlay(shown, [{ change: id, group: edit.group, value }]);
    if (row) writeShown(replica, row, body);
    else createShown(replica, record, edit.collection, body);
    const { collection, group, set, saw, archive, undoes } = edit;
    const kept = edit.record !== null && saw.writer !== null && before ? { before } : {};
    return {
      record,
      collection,
      group,
      set,
      saw,
      value,
      ...(archive ? { archive } : {}),
      ...(undoes ? { undoes } : {}),
      ...kept,
    };
  }

  private dependOn(depends: Set<number>, record: RecordId, edit: NewEdit, value: Fields): void {
    const earlier = this.replica.pending.newestOf.get(record, edit.group);
    if (earlier && earlier.epoch === this.identity.epoch) depends.add(earlier.seq);
    this.dependOnPending(depends, creatorOf(record));
    if (edit.saw.writer) this.dependOnPending(depends, edit.saw.writer);
    if (edit.saw.archived) this.dependOnPending(depends, edit.saw.archived);
    const parent = this.replica.env.schema.collections[edit.collection]?.parent;
    const above = parent && parent.group === edit.group ? value[parent.field] : null;
    if (typeof above === 'string' && above !== '') this.dependOnPending(depends, creatorOf(above as RecordId));
  }

  /** Only what is still on this laptop matters; everything else is at the server already. */
  private dependOnPending(depends: Set<number>, writer: ChangeId): void {
    const parts = parseChangeId(writer);
    if (!parts || parts.device !== this.identity.device || parts.epoch !== this.identity.epoch) return;
    const item = this.replica.changes.queueItem.get(parts.epoch, parts.seq);
    if (item && item.state !== 'settled' && item.state !== 'replaced') depends.add(parts.seq);
  }
}

/** Bytes that are kept beside the edits and never travel. */
function stayingBytes(edits: readonly StoredEdit[]): number {
  return edits.reduce((sum, { before }) => sum + (before ? Buffer.byteLength(JSON.stringify(before)) : 0), 0);
}

/** Held because a change that it builds on is held. */
export function becauseOf(held: number): EditOutcome {
  return { kind: 'refused', code: 'dependency', words: `it builds on change ${held}, which was not taken` };
}

/** What an editor has in view of a group, to be handed back with the edit (SAVE-5). */
export function sawOf(cell: Cell | undefined, canonical: Cell | undefined, archived: Cell | undefined): Saw {
  const saw = { writer: cell?.w[0] ?? null, canonical: canonical?.w[0] ?? null, archived: archived?.w[0] ?? null };
  return canonical?.q === undefined ? saw : { ...saw, question: canonical.q };
}
