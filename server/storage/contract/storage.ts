/**
 * The port behind which the server keeps everything: SQLite by default, PostgreSQL at scale; one contract suite holds
 * both to the same behaviour. Errors: `StorageBusy` may be tried again, anything else is fatal (an EIO is never
 * shrugged off).
 */
import type { DeviceNo, Position, RecordId } from '../../../domain/ids.ts';
import type { Schema } from '../../../domain/schema/types.ts';
import type { Checkpoints } from './checkpoints.ts';
import type { Directory } from './directory.ts';
import type { Incarnations } from './incarnations.ts';
import type { LedgerStore } from './ledger.ts';
import type {
  DigestPage,
  Effects,
  Head,
  HistoryRow,
  LogEntry,
  PullPage,
  SeenMark,
  StateView,
  StoredRecord,
} from './types.ts';

export interface Storage {
  readonly directory: Directory;
  readonly ledger: LedgerStore;
  head(org: string): Head;
  /**
   * Runs `work` under the organisation's one lock and writes its effects in the same durable transaction: when the
   * promise resolves they are on disk (W-3, R-5). `work` is pure and may be run more than once; null writes nothing.
   */
  transact<Result>(
    org: string,
    work: (view: StateView) => { effects: Effects | null; result: Result },
  ): Promise<Result>;
  /**
   * Rows with a position beyond `from`, in order of position, at most `limit`, for the sites named (null: all; records
   * without a site always belong). `upTo` bounds the range: with a site that is being filled in it is the cursor.
   */
  pullPage(org: string, sites: readonly RecordId[] | null, from: Position, upTo: Position, limit: number): PullPage;
  /**
   * Rows of just one site, without those that have no site: for filling in a site that came into view. `left` is empty:
   * what leaves a site that is in view is told by the log itself (`pullPage`).
   */
  sitePage(org: string, site: RecordId, from: Position, upTo: Position, limit: number): PullPage;
  /** High-water mark of a device's epoch (W-1). */
  seen(org: string, device: DeviceNo, epoch: number): SeenMark | undefined;
  record(org: string, id: RecordId): StoredRecord | undefined;
  /** Records of a collection by one of the schema's keys, in order of id: how an import knows a row again. */
  find(org: string, collection: string, column: 'k1' | 'k2', value: string): readonly StoredRecord[];
  /** Records of a collection by their name in the world, in order of id (C-10). */
  named(org: string, collection: string, name: string): readonly StoredRecord[];
  /** Chain head of the log at a position, '' at 0; undefined beyond its end. */
  chainAt(org: string, position: number): string | undefined;
  /** Entries of the log beyond a position, in order: for verifying the chain and for exports. */
  log(org: string, after: Position, limit: number): readonly LogEntry[];
  /** Oldest first; `limit` counts entries of the log, and an entry gives a row for each group that it touched. */
  history(org: string, record: RecordId, after: Position, limit: number): readonly HistoryRow[];
  /**
   * A server that was updated reckons anew the columns by which records are found, where it kept them without knowing
   * their collection or groups (W-9). Once per update. Gives the collections that were read again.
   */
  adoptSchema(org: string, schema: Schema): readonly string[];
  /** Digest sums per (site, collection). */
  digests(org: string): readonly { site: RecordId | null; collection: string; sum: number; count: number }[];
  /** Records of a site (null: of the organisation itself) beyond a position, in its order, at most `limit` (W-8). */
  digestPage(org: string, site: RecordId | null, from: Position, limit: number): DigestPage;
  readonly incarnations: Incarnations;
  readonly checkpoints: Checkpoints;
  /** Cheap proof that the database answers and can be written; throws otherwise. */
  ping(): void;
  close(): void;
}

export class StorageBusy extends Error {
  readonly comeBackMs: number;
  constructor(comeBackMs: number) {
    super('the database is busy');
    this.name = 'StorageBusy';
    this.comeBackMs = comeBackMs;
  }
}
