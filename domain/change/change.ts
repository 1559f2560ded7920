/**
 * A change: what one save writes in one lane; the unit of sending and of idempotency (SAVE-4, SAVE-6). It never
 * alters after it was made: corrections are new changes.
 */
import {
  changeId,
  creatorOf,
  type ChangeId,
  type DeviceNo,
  type Epoch,
  type PersonId,
  type RecordId,
  type SaveId,
  type Sequence,
} from '../ids.ts';
import type { Hlc } from '../clock/hlc.ts';
import { canonicalText, type Fields } from '../json.ts';
import type { Lane, Role } from '../schema/types.ts';

/** What the editor had in view when the form was opened (SAVE-5): writers, never times. */
export interface Saw {
  /** Writer of the group as it was shown; may be a pending change of this device. Null: the group was empty. */
  readonly writer: ChangeId | null;
  /** Last canonical writer beneath that. Equal to `writer` when nothing was pending. */
  readonly canonical: ChangeId | null;
  /** Writer of the record's `archived` group. */
  readonly archived: ChangeId | null;
  /** The open question about the group that was in view; absent: none (C-7). */
  readonly question?: RecordId;
}

/** All that somebody who archives had in view (C-8). */
export interface ArchiveSaw {
  readonly groups: { readonly [group: string]: ChangeId | null };
  readonly children: readonly RecordId[];
}

/** New value of one group of one record, as a patch over what was seen: fields not named stay as they were seen. */
export interface Edit {
  readonly record: RecordId;
  readonly collection: string;
  readonly group: string;
  readonly set: Fields;
  readonly saw: Saw;
  readonly archive?: ArchiveSaw;
  /**
   * The change that this edit takes back: it acts only while that is the current writer (C-6). On the group `archived` of
   * a record that it created, it takes back the creation.
   */
  readonly undoes?: ChangeId;
}

/** A change as it was made first, under a number that turned out to be used twice (W-2). `hash`: of its text then. */
export interface Origin {
  readonly epoch: Epoch;
  readonly seq: Sequence;
  readonly hash: string;
}

export interface Change {
  readonly device: DeviceNo;
  readonly epoch: Epoch;
  readonly seq: Sequence;
  readonly save: SaveId;
  readonly lane: Lane;
  readonly author: PersonId;
  /** Role in the lease under which it was made (C-3). */
  readonly role: Role;
  readonly schema: number;
  readonly hlc: Hlc;
  /** The laptop's clock, milliseconds UTC: shown, never compared. */
  readonly madeAt: number;
  /** Ids that this change replaces. */
  readonly replaces?: readonly ChangeId[];
  /** Of work that was issued again: every copy of the laptop that has it names the same. */
  readonly was?: Origin;
  readonly edits: readonly Edit[];
}

/** True when the change brings the record into the world: it is named by it, or by a refused one that it replaces. */
export function creates(change: Change, record: RecordId): boolean {
  const creator = creatorOf(record);
  return creator === changeId(change.device, change.epoch, change.seq) || change.replaces?.includes(creator) === true;
}

/** The text whose SHA-256 names the content of a change: equal on every machine, whatever the wire made of it. */
export function changeText(change: Change): string {
  const edits = change.edits.map((e) => [
    e.record,
    e.collection,
    e.group,
    e.set,
    e.saw.writer,
    e.saw.canonical,
    e.saw.archived,
    e.archive ? [{ ...e.archive.groups }, [...e.archive.children]] : null,
    ...(e.undoes ? [{ undoes: e.undoes }] : []),
    ...(e.saw.question ? [{ question: e.saw.question }] : []),
  ]);
  const { device, epoch, seq, save, lane, author, role, schema, hlc, madeAt } = change;
  return canonicalText([
    device,
    epoch,
    seq,
    save,
    lane,
    author,
    role,
    schema,
    hlc,
    madeAt,
    change.replaces ? [...change.replaces] : null,
    edits,
    ...(change.was ? [{ was: [change.was.epoch, change.was.seq, change.was.hash] }] : []),
  ]);
}
