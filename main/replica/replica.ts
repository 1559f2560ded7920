/**
 * The replica and the queue as one thing: the connection, its prepared statements, who works here, and the news that
 * something changed. Everything that writes goes through `transact`, so that readers hear of it once, after the commit.
 */
import type { CheckpointMessage } from '../../protocol/wire/checkpoint.ts';
import type { DeviceNo, Epoch, PersonId, Position, RecordId } from '../../domain/ids.ts';
import type { ComparedBooks } from '../../domain/ledger/compare.ts';
import { addDigests } from '../../domain/record/digest.ts';
import type { Role, Schema } from '../../domain/schema/types.ts';
import type { DayBook } from '../../domain/visit-stat/day-book.ts';
import type { Changed } from '../../protocol/ipc/api.ts';
import { adoptSchema } from './adopt-schema.ts';
import type { Witness } from './at-work.ts';
import { DiskGuard } from './disk-guard.ts';
import type { Writable } from './open.ts';
import { beyondTable, keptTable, markTable, prunedTable, unseenTable } from './restore-tables.ts';
import {
  changeTable,
  digestTable,
  draftTable,
  historyTable,
  metaTable,
  pendingTable,
  recordTable,
  searchTable,
  viewTable,
} from './tables.ts';

export interface ReplicaEnvironment {
  readonly schema: Schema;
  readonly clock: () => number;
  /** Lower-case hex SHA-256 of UTF-8 text. */
  readonly sha256: (text: string) => string;
  /** 48-bit number from text (W-8). */
  readonly digest: (text: string) => number;
}

/** Who this laptop is and who works on it; null before enrolment. */
export interface Identity {
  readonly org: string;
  readonly organisation: string;
  readonly device: DeviceNo;
  readonly deviceName: string;
  readonly epoch: Epoch;
  readonly person: PersonId;
  readonly personName: string;
  readonly role: Role;
}

/** The small things that are kept beside records and changes, by name. */
interface MetaValues {
  readonly identity: Identity;
  readonly server: string;
  readonly lease: string;
  /** The laptop's private key: PKCS #8 DER, base64. */
  readonly deviceKey: string;
  readonly pin: { readonly salt: string; readonly verifier: string };
  readonly pinTries: { readonly wrong: number; readonly waitUntil: number };
  readonly cursor: number;
  readonly incarnation: string;
  readonly safePosition: number;
  /** Logical clock that has been seen. */
  readonly hlc: number;
  readonly view: 'all' | 'sites';
  /** A catch-up has begun and is not through: any record may be missing or half here. */
  readonly incomplete: true;
  readonly linkOff: boolean;
  /** The books as they were last held against the server's (L-1). */
  readonly comparedBooks: ComparedBooks;
  /** Epochs before the present one that may still hold work. */
  readonly earlierEpochs: readonly number[];
  /** Repairs of this replica so far, and the last one (W-8). */
  readonly mended: { readonly count: number; readonly at: number; readonly words: string };
  /** Signed checkpoints of the server's log that this laptop was told, oldest first. */
  readonly checkpoints: readonly CheckpointMessage[];
  /** Questions whose arrival was told outside of the window: not told again after a restart. */
  readonly noticed: readonly string[];
  /** How the saves of the last day of work went (STAT-1). */
  readonly dayBook: DayBook;
  /** A record that left the view while unsent work lies on it. */
  readonly [leaving: `leaving ${string}`]: true;
}
type MetaKey = keyof MetaValues;

/** Records beyond which the news names none: everything shown is read again. */
const NAMED_AT_MOST = 500;

export class Replica {
  readonly db: Writable;
  readonly env: ReplicaEnvironment;
  /** Says when the disk has failed: from then on the file is left alone (SAVE-3). */
  readonly disk = new DiskGuard();
  readonly records;
  readonly changes;
  readonly pending;
  readonly meta;
  readonly digests;
  readonly view;
  readonly searches;
  readonly histories;
  readonly drafts;
  readonly marks;
  readonly unseen;
  readonly beyond;
  readonly kept;
  readonly pruned;
  private readonly begin;
  private readonly commit;
  private readonly rollback;
  private identityNow: Identity | null = null;
  private cursorNow: Position;
  private depth = 0;
  private newest: Witness | null = null;
  private touched: Set<RecordId> | null = new Set();
  /** What a transaction changes in the digest sums: written once at its end, however many records it moves (W-8). */
  private readonly sums = new Map<
    string,
    { readonly site: string; readonly collection: string; sum: number; count: number }
  >();
  private readonly collections = new Set<string>();
  private readonly listeners = new Set<(changed: Changed) => void>();

  constructor(db: Writable, env: ReplicaEnvironment) {
    this.db = db;
    this.env = env;
    adoptSchema(db, env.schema);
    this.records = recordTable(db);
    this.changes = changeTable(db);
    this.pending = pendingTable(db);
    this.meta = metaTable(db);
    this.digests = digestTable(db);
    this.view = viewTable(db);
    this.searches = searchTable(db);
    this.histories = historyTable(db);
    this.drafts = draftTable(db);
    this.marks = markTable(db);
    this.unseen = unseenTable(db);
    this.beyond = beyondTable(db);
    this.kept = keptTable(db);
    this.pruned = prunedTable(db);
    this.begin = db.prepare<[]>('BEGIN IMMEDIATE');
    this.commit = db.prepare<[]>('COMMIT');
    this.rollback = db.prepare<[]>('ROLLBACK');
    this.identityNow = this.readMeta('identity');
    this.cursorNow = (this.readMeta('cursor') ?? 0) as Position;
  }

  readMeta<Key extends MetaKey>(key: Key): MetaValues[Key] | null {
    const text = this.meta.get.get(key);
    return text === undefined ? null : (JSON.parse(text) as MetaValues[Key]);
  }

  writeMeta<Key extends MetaKey>(key: Key, value: MetaValues[Key]): void {
    this.meta.set.run(key, JSON.stringify(value));
  }

  identity(): Identity | null {
    return this.identityNow;
  }

  setIdentity(identity: Identity): void {
    this.writeMeta('identity', identity);
    this.identityNow = identity;
  }

  /** Position in the log up to which this replica has everything it may see. */
  cursor(): Position {
    return this.cursorNow;
  }

  setCursor(position: Position): void {
    this.writeMeta('cursor', position);
    this.cursorNow = position;
  }

  /**
   * One durable transaction (SAVE-1). `durability` is `replayable` for what the server would send again: the commit is
   * not waited for on the disk then, and can be lost in a power cut, but never torn.
   */
  transact<Result>(durability: 'durable' | 'replayable', work: () => Result): Result {
    this.disk.check();
    if (this.depth > 0) return work();
    const cursor = this.cursorNow;
    const identity = this.identityNow;
    let result: Result;
    try {
      if (durability === 'replayable') this.db.pragma('synchronous = NORMAL');
      this.begin.run();
      result = work();
      this.writeSums();
      this.commit.run();
    } catch (error) {
      const judged = this.disk.judge(error);
      if (!this.disk.fault() && this.db.inTransaction) this.rollback.run();
      this.cursorNow = cursor;
      this.identityNow = identity;
      this.touched = new Set();
      this.sums.clear();
      this.newest = null;
      throw judged;
    } finally {
      if (durability === 'replayable' && !this.disk.fault()) this.db.pragma('synchronous = FULL');
    }
    if (this.newest !== null) this.db.atWork.note(this.newest);
    this.newest = null;
    this.tell();
    return result;
  }

  /** A change was written in this transaction: once it is committed, a witness outside of the database knows of it. */
  wrote(newest: Witness): void {
    this.newest = newest;
  }

  /** Several verbs in one durable transaction: all of them are kept or none. */
  nested<Result>(work: () => Result): Result {
    return this.transact('durable', () => {
      this.depth += 1;
      try {
        return work();
      } finally {
        this.depth -= 1;
      }
    });
  }

  /** A record came into the sums of its site and collection, or went out of them. `sum` is in (-2^48, 2^48). */
  countDigest(site: string | null, collection: string, sum: number, count: number): void {
    const key = `${site ?? ''} ${collection}`;
    const at = this.sums.get(key);
    if (!at) this.sums.set(key, { site: site ?? '', collection, sum: addDigests(0, sum), count });
    else {
      at.sum = addDigests(at.sum, sum);
      at.count += count;
    }
  }

  private writeSums(): void {
    for (const { site, collection, sum, count } of this.sums.values()) {
      if (sum === 0 && count === 0) continue;
      const before = this.digests.get.get(site, collection) ?? { sum: 0, count: 0 };
      this.digests.set.run(site, collection, addDigests(before.sum, sum), before.count + count);
    }
    this.sums.clear();
  }

  /** Notes that a record changed; readers are told after the commit. */
  touch(record: RecordId, collection: string): void {
    this.collections.add(collection);
    if (!this.touched) return;
    this.touched.add(record);
    if (this.touched.size > NAMED_AT_MOST) this.touched = null;
  }

  onChanged(listener: (changed: Changed) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private tell(): void {
    if (this.collections.size === 0) return;
    const changed: Changed = { records: this.touched && [...this.touched], collections: [...this.collections] };
    this.touched = new Set();
    this.collections.clear();
    for (const listener of this.listeners) listener(changed);
  }
}
