/**
 * What the server keeps, as the sync code sees it, whatever database holds it. Every key leads with the organisation;
 * no transaction crosses organisations. Times are milliseconds UTC, hashes lower-case hex SHA-256.
 */
import type { Hlc } from '../../../domain/clock/hlc.ts';
import type { Change, Edit, Origin } from '../../../domain/change/change.ts';
import type { EditOutcome } from '../../../domain/change/outcome.ts';
import type { ChangeId, DeviceNo, Epoch, PersonId, Position, RecordId, Sequence } from '../../../domain/ids.ts';
import type { Fields } from '../../../domain/json.ts';
import type { Lane, Role } from '../../../domain/schema/types.ts';
import type { TallyChange } from './ledger.ts';

export interface StoredRecord {
  readonly id: RecordId;
  readonly collection: string;
  readonly parent: RecordId | null;
  /** null: visible to the whole organisation. */
  readonly site: RecordId | null;
  readonly k1: string | null;
  readonly k2: string | null;
  readonly sort: number | null;
  /** Position of the last change of any group. */
  readonly pos: Position;
  /** Position at which it came to its present site: a console that stood before it is sent the whole record. */
  readonly entered: Position;
  /** Text of `encodeBody`. */
  readonly body: string;
  /** 48-bit digest of id and body (W-8). */
  readonly digest: number;
}

/** `change`: what a device sent. `question`, `aside`, `answered`, `strike`: what the server's rules made of one. */
export type LogKind = 'change' | 'question' | 'aside' | 'answered' | 'strike';

/** An edit as the log keeps it: with the whole value it made, so that history needs no replay. */
export interface LoggedEdit {
  readonly record: RecordId;
  readonly collection: string;
  readonly group: string;
  readonly value: Fields;
  readonly saw: ChangeId | null;
  /** The change that it takes back (C-6). */
  readonly undoes?: ChangeId;
  /** The record that its author named, where that one stands for this (C-10). */
  readonly named?: RecordId;
}

export interface LogEntry {
  readonly pos: Position;
  readonly kind: LogKind;
  /** The change that it is or that caused it. */
  readonly device: DeviceNo;
  readonly epoch: Epoch;
  readonly seq: Sequence;
  readonly author: PersonId;
  readonly role: Role;
  readonly lane: Lane;
  readonly hlc: Hlc;
  readonly madeAt: number;
  readonly receivedAt: number;
  readonly edits: readonly LoggedEdit[];
  /** What was decided at that moment, per edit; null: applied, all of them. */
  readonly outcome: readonly EditOutcome[] | null;
  /** Content hash of the change; empty for entries that the server's rules made. */
  readonly hash: string;
  /** SHA-256 over the chain before it and this entry. */
  readonly chain: string;
  /** How far ahead of the server the laptop's clock was, milliseconds, where its stamp was clamped (C-9); else absent. */
  readonly ahead?: number;
}

/** What is answered when a change is seen again (W-2). Kept for ever. */
export interface Receipt {
  readonly device: DeviceNo;
  readonly epoch: Epoch;
  readonly seq: Sequence;
  readonly pos: Position;
  readonly hash: string;
  /** The current outcome per edit; null: applied, all of them. */
  readonly outcome: readonly EditOutcome[] | null;
}

/** A change that waits for one that has not arrived (W-4). */
export interface WaitingChange {
  readonly change: Change;
  readonly hash: string;
  readonly forChange: ChangeId;
  readonly since: number;
  /** After this time it is judged against what is canonical. */
  readonly until: number;
}

/** High-water mark with gaps, and the device's chain reckoned up to it (W-2, SAVE-4). */
export interface SeenMark {
  readonly device: DeviceNo;
  readonly epoch: Epoch;
  readonly highWater: number;
  /** Sequences above the mark that were received, ascending. */
  readonly above: readonly number[];
  readonly chain: string;
}

export interface Head {
  readonly position: Position;
  readonly incarnation: string;
  /** Chain of the log at `position`. */
  readonly chain: string;
  readonly safePosition: Position;
}

/** What a device may do and see, as far as admission needs it. */
export interface DeviceGrant {
  readonly device: DeviceNo;
  /** Ed25519 public key, SPKI DER as base64; empty for the operator's imports. */
  readonly publicKey: string;
  readonly revoked: boolean;
  readonly epoch: Epoch;
  /** Every (person, role) for which a lease was ever signed on this device. */
  readonly leases: readonly { readonly person: PersonId; readonly role: Role }[];
  /** Sites it may see now; null: all of the organisation. */
  readonly sites: readonly RecordId[] | null;
  /** Sites it could see at any time: work on them is still taken. */
  readonly everSites: readonly RecordId[] | null;
}

export interface Reviewer {
  readonly person: PersonId;
  readonly role: Role;
}

/**
 * State as one transaction sees it. Synchronous: a database that is far away loads what is asked for and runs the
 * caller again, which is why callers must be pure (see `Storage.transact`).
 */
export interface StateView {
  head(): Head;
  record(id: RecordId): StoredRecord | undefined;
  /** Children in order of id. */
  children(id: RecordId): readonly StoredRecord[];
  /** Records of a collection by their name in the world, in order of id (C-10). */
  named(collection: string, name: string): readonly RecordId[];
  /** The record left one of these sites at some time. */
  wasAt(record: RecordId, sites: readonly RecordId[]): boolean;
  receipt(device: DeviceNo, epoch: Epoch, seq: Sequence): Receipt | undefined;
  /** The id under which work stands that was numbered twice (W-2). */
  issuedAgain(device: DeviceNo, was: Origin): ChangeId | undefined;
  entry(pos: Position): LogEntry | undefined;
  seen(device: DeviceNo, epoch: Epoch): SeenMark | undefined;
  grant(device: DeviceNo): DeviceGrant | undefined;
  /** Who may answer questions of that site, in the order in which they are asked: service managers, leads, admins (C-4). */
  reviewers(site: RecordId | null): readonly Reviewer[];
  /** Open questions beyond that id, in order of id, which is the order of their opening. */
  openQuestions(after: RecordId | null, limit: number): readonly StoredRecord[];
  /** After how long an open question is passed on, milliseconds; null: never. */
  escalateAfter(): number | null;
  waitingFor(change: ChangeId): readonly WaitingChange[];
  waiting(device: DeviceNo, epoch: Epoch, seq: Sequence): WaitingChange | undefined;
  /** Those whose time is over at `now`, the longest overdue first. */
  overdue(now: number, limit: number): readonly WaitingChange[];
}

/**
 * All that one transaction writes. Arrays are in order; a record, receipt or mark stands at most once. Whatever has a
 * receipt or waits stands in its device's mark: a sequence outside of the mark is new, without a look-up.
 */
export interface Effects {
  readonly head: { readonly position: Position; readonly chain: string };
  readonly log: readonly LogEntry[];
  readonly records: readonly StoredRecord[];
  /** New ones and changed ones. */
  readonly receipts: readonly Receipt[];
  readonly seen: readonly SeenMark[];
  /** Records that left a site, at a position: consoles that see only that site drop them. */
  readonly left: readonly { readonly site: RecordId | null; readonly pos: Position; readonly record: RecordId }[];
  readonly waitingAdded: readonly WaitingChange[];
  readonly waitingRemoved: readonly { readonly device: DeviceNo; readonly epoch: Epoch; readonly seq: Sequence }[];
  /** What is to be added to the sums per (site, collection), modulo 2^48, and to their counts, which may be negative. */
  readonly digests: readonly {
    readonly site: RecordId | null;
    readonly collection: string;
    readonly sum: number;
    readonly count: number;
  }[];
  /** What is to be added to the books about devices (L-1). */
  readonly tallies: readonly TallyChange[];
  /** Records that have another name in the world now; null: none (C-10). */
  readonly names: readonly NameChange[];
  readonly issuedAgain: readonly IssuedAgain[];
}

/** Work of a device that was made first as `was`, and stands in the log as `id` (W-2). */
export interface IssuedAgain {
  readonly device: DeviceNo;
  readonly was: Origin;
  readonly id: ChangeId;
}

export interface NameChange {
  readonly record: RecordId;
  readonly collection: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** One page of what a console may see beyond a position. */
export interface PullPage {
  readonly rows: readonly StoredRecord[];
  readonly left: readonly RecordId[];
  /** Everything visible up to here is in this page or an earlier one. */
  readonly to: Position;
  /** Rows still to come beyond `to`. */
  readonly remaining: number;
}

/** Which records a site has, without their bodies (W-8). */
export interface DigestPage {
  readonly rows: readonly Pick<StoredRecord, 'id' | 'collection' | 'pos' | 'digest'>[];
  /** Everything up to here is in this page or an earlier one. */
  readonly to: Position;
  readonly more: boolean;
}

export interface HistoryRow {
  readonly entry: LogEntry;
  readonly edit: LoggedEdit;
  /** The outcome as it is today. */
  readonly outcome: EditOutcome;
}

export type { Change, Edit };
