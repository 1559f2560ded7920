/**
 * Takes from the queue what may leave next and hands it to a link as batches. What is in flight is known
 * here and nowhere else: when the link goes, it is all waiting again, and nothing else had to happen for that.
 */
import type { Change, Origin } from '../../domain/change/change.ts';
import type { Hlc } from '../../domain/clock/hlc.ts';
import {
  changeId,
  type ChangeId,
  type DeviceNo,
  type Epoch,
  type PersonId,
  type SaveId,
  type Sequence,
} from '../../domain/ids.ts';
import { planBatch, type BatchLimits, type QueueItem } from '../../domain/queue/plan.ts';
import { LANES, type Lane, type Role } from '../../domain/schema/types.ts';
import type { Replica } from '../replica/replica.ts';
import type { ChangeRow } from '../replica/tables.ts';
import { asSent, readEdits } from '../replica/stored-edit.ts';
import { toItem } from '../sync/apply-outcomes.ts';

export interface Batch {
  readonly changes: readonly Change[];
  readonly hashes: readonly string[];
  /** Bytes before compression. */
  readonly bytes: number;
}

const STATES_THAT_LEAVE = ['queued', 'handed'] as const;
/** Changes of a lane that are looked at to find the head: more than one, since the first may build on held work. */
const HEADS = 50;

export class Dispatcher {
  private readonly replica: Replica;
  /** Sequence → when it was given to the link. */
  private readonly inFlight = new Map<number, number>();
  /** Per epoch and lane: everything that may leave up to here is in flight. Void as soon as nothing is. */
  private readonly marks = new Map<string, number>();

  /** Changes kept at the server without a final outcome, after which this connection has already asked (W-4). */
  private readonly askedAfter = new Set<string>();
  private hasAsked = false;

  constructor(replica: Replica) {
    this.replica = replica;
  }

  /** The next batch, marked as in flight; null when nothing may leave now. Earlier epochs are drained first. */
  next(limits: BatchLimits, now: number): Batch | null {
    const identity = this.replica.identity();
    if (!identity) return null;
    const epochs = [...(this.replica.readMeta('earlierEpochs') ?? []), identity.epoch];
    for (const epoch of epochs) {
      const batch = this.nextOf(epoch, identity.device, limits, now);
      if (batch || this.inFlight.size > 0) return batch;
    }
    return this.hasAsked ? null : this.askAgain(epochs, identity.device, limits, now);
  }

  /**
   * The change that would leave next if nothing were under way: from the states in the queue alone, not from what this
   * object believes to have sent. null: nothing may leave.
   */
  head(lanes: readonly Lane[] | null): string | null {
    const { changes } = this.replica;
    if (changes.mayLeave.get() === undefined) return null;
    for (const epoch of [...(this.replica.readMeta('earlierEpochs') ?? []), this.replica.identity()?.epoch ?? 0]) {
      const items = LANES.flatMap((_lane, index) =>
        STATES_THAT_LEAVE.flatMap((state) => changes.open.all(state, index, epoch, 0, HEADS)),
      ).map(toItem);
      const one = { maxCount: 1, maxBytes: Number.MAX_SAFE_INTEGER, ...(lanes ? { lanes } : {}) };
      const [seq] = planBatch(items, one, (wanted) => {
        const row = changes.queueItem.get(epoch, wanted);
        return row && toItem(row);
      });
      if (seq !== undefined) return `${epoch}.${seq}`;
    }
    return null;
  }

  private nextOf(epoch: number, device: DeviceNo, limits: BatchLimits, now: number): Batch | null {
    const items = this.window(epoch, limits.maxCount);
    const seqs = planBatch(items, limits, (seq) => this.item(epoch, seq));
    if (seqs.length === 0) return null;
    const rows = seqs
      .map((seq) => this.replica.changes.byKey.get(epoch, seq))
      .filter((r): r is ChangeRow => r !== undefined);
    const batch = this.batchOf(rows, device, now);
    this.moveMarks(epoch, items);
    return batch;
  }

  /**
   * What waits at the server, once per connection and behind everything else: a change seen before gets its current
   * outcome (W-2), and it may have gone on while nobody was here to be told.
   */
  private askAgain(epochs: readonly number[], device: DeviceNo, limits: BatchLimits, now: number): Batch | null {
    for (const epoch of epochs) {
      const rows = this.replica.changes.parked
        .all(epoch, limits.maxCount + this.askedAfter.size)
        .filter((r) => !this.askedAfter.has(`${r.epoch}.${r.seq}`))
        .slice(0, limits.maxCount);
      if (rows.length === 0) continue;
      for (const r of rows) this.askedAfter.add(`${r.epoch}.${r.seq}`);
      return this.batchOf(rows, device, now);
    }
    this.hasAsked = true;
    return null;
  }

  /** One batch is of one schema version: what was saved before an update of the app goes ahead of it. */
  private batchOf(all: readonly ChangeRow[], device: DeviceNo, now: number): Batch {
    const end = all.findIndex((r) => r.schema !== all[0]?.schema);
    const rows = end < 0 ? all : all.slice(0, end);
    for (const { seq } of rows) this.inFlight.set(seq, now);
    return {
      changes: rows.map((r) => changeOf(r, device)),
      hashes: rows.map((r) => r.hash),
      bytes: rows.reduce((sum, r) => sum + r.bytes, 0),
    };
  }

  /** An outcome came: these are not in flight any more. */
  answered(seqs: Iterable<number>): void {
    for (const seq of seqs) this.inFlight.delete(seq);
    if (this.inFlight.size === 0) this.marks.clear();
  }

  /** Not taken as they were sent: they wait again, in their place. */
  returned(seqs: Iterable<number>): void {
    this.answered(seqs);
    this.marks.clear();
  }

  /** The link went: everything that had no outcome waits again. */
  linkLost(): void {
    this.inFlight.clear();
    this.marks.clear();
    this.askedAfter.clear();
    this.hasAsked = false;
  }

  sendingSince(seq: number): number | null {
    return this.inFlight.get(seq) ?? null;
  }

  inFlightCount(): number {
    return this.inFlight.size;
  }

  /**
   * The heads of the lanes, behind what has left without a gap: the queue may hold a hundred thousand. Beyond that mark
   * there can be what was pulled forward; so many more are looked at.
   */
  private window(epoch: number, count: number): readonly QueueItem[] {
    return LANES.flatMap((_lane, index) => {
      const mark = this.marks.get(`${epoch} ${index}`) ?? 0;
      let ahead = 0;
      for (const seq of this.inFlight.keys()) if (seq > mark) ahead += 1;
      return STATES_THAT_LEAVE.flatMap((state) =>
        this.replica.changes.open.all(state, index, epoch, mark, count + ahead),
      );
    })
      .map(toItem)
      .map((item) => (this.inFlight.has(item.seq) ? { ...item, state: 'sending' as const } : item));
  }

  /** Moves each lane's mark over what is in flight without a gap. `items` are the heads that were just looked at. */
  private moveMarks(epoch: number, items: readonly QueueItem[]): void {
    const stopped = new Set<string>();
    for (const item of items.toSorted((x, y) => x.seq - y.seq)) {
      const place = `${epoch} ${LANES.indexOf(item.lane)}`;
      if (!this.inFlight.has(item.seq)) stopped.add(place);
      else if (!stopped.has(place)) this.marks.set(place, item.seq);
    }
  }

  private item(epoch: number, seq: number): QueueItem | undefined {
    const row = this.replica.changes.queueItem.get(epoch, seq);
    if (!row) return undefined;
    const item = toItem(row);
    return this.inFlight.has(seq) ? { ...item, state: 'sending' } : item;
  }
}

/** As what it was made first, before its number turned out to be used twice (W-2). */
export function originOf(row: Pick<ChangeRow, 'epoch' | 'seq' | 'hash' | 'was'>): Origin {
  const [epoch, seq, hash] =
    row.was === null ? [row.epoch, row.seq, row.hash] : (JSON.parse(row.was) as [number, number, string]);
  return { epoch: epoch as Epoch, seq: seq as Sequence, hash };
}

/** A change as it was made, from the row that keeps it. */
export function changeOf(row: ChangeRow, device: DeviceNo): Change {
  const replaces = row.replaces === null ? null : (JSON.parse(row.replaces) as readonly ChangeId[]);
  return {
    device,
    epoch: row.epoch as Epoch,
    seq: row.seq as Sequence,
    save: changeId(device, row.epoch, row.save_seq) as string as SaveId,
    lane: LANES[row.lane] ?? 'normal',
    author: row.author as PersonId,
    role: row.role as Role,
    schema: row.schema,
    hlc: row.hlc as Hlc,
    madeAt: row.made_at,
    ...(replaces ? { replaces } : {}),
    ...(row.was === null ? {} : { was: originOf(row) }),
    edits: readEdits(row.edits).map(asSent),
  };
}
