/** Sends batches and takes what comes back of them (Q-2, W-2, W-3). At most a few are in flight; the queue owns retries. */
import type { Lane } from '../../domain/schema/types.ts';
import { toColumns } from '../../protocol/wire/batch.ts';
import type { Outcomes } from '../../protocol/wire/outcomes.ts';
import { unfoldOutcomes } from '../../protocol/wire/outcomes.ts';
import { pushText, type Push } from '../../protocol/wire/push.ts';
import type { Dispatcher } from '../queue/dispatcher.ts';
import type { Replica } from '../replica/replica.ts';
import { applyOutcomes, holdUnfit } from './apply-outcomes.ts';
import { afterSilence, FIRST_BATCH, grown, shrunk, smallerOf, type BatchSize } from './batch-size.ts';

const BATCHES_IN_FLIGHT = 3;
/** Until this connection has brought an answer: nothing shows yet what it can carry. */
const FIRST_IN_FLIGHT = 1;

interface Sent {
  readonly at: number;
  readonly epoch: number;
  readonly seqs: readonly number[];
  readonly bytes: number;
}

export class Pusher {
  /** Lanes that the server lets through now; null: all. */
  lanes: readonly Lane[] | null = null;
  private readonly replica: Replica;
  private readonly dispatcher: Dispatcher;
  private readonly sign: (text: string) => string;
  private size: BatchSize = FIRST_BATCH;
  private isProved = false;
  private batch = 0;
  private readonly sent = new Map<number, Sent>();

  constructor(replica: Replica, dispatcher: Dispatcher, sign: (text: string) => string) {
    this.replica = replica;
    this.dispatcher = dispatcher;
    this.sign = sign;
  }

  /** The next message to send, or null when nothing may leave now. */
  next(now: number): Push | null {
    if (this.sent.size >= (this.isProved ? BATCHES_IN_FLIGHT : FIRST_IN_FLIGHT)) return null;
    const limits = {
      maxCount: this.size.count,
      maxBytes: this.size.bytes,
      ...(this.lanes ? { lanes: this.lanes } : {}),
    };
    const batch = this.dispatcher.next(limits, now);
    if (!batch) return null;
    const number = ++this.batch;
    const first = batch.changes[0];
    if (!first) return null;
    this.sent.set(number, { at: now, epoch: first.epoch, seqs: batch.changes.map((c) => c.seq), bytes: batch.bytes });
    const signature = this.sign(pushText(first.device, first.epoch, batch.hashes));
    return { k: 'push', batch: number, ...toColumns(batch.changes), signature };
  }

  /** True when it was the answer to a batch of ours. */
  outcomes(message: Outcomes, now: number): boolean {
    applyOutcomes(this.replica, message);
    this.dispatcher.answered(unfoldOutcomes(message).map((o) => o.seq));
    const sent = message.batch === null ? undefined : this.sent.get(message.batch);
    if (!sent || message.batch === null) return false;
    this.sent.delete(message.batch);
    this.dispatcher.answered(sent.seqs);
    this.isProved = true;
    this.size = grown(this.size, now - sent.at, { count: sent.seqs.length, bytes: sent.bytes });
    return true;
  }

  /** Epoch of the changes in a batch that has no answer yet. */
  epochOf(batch: number | null): number | undefined {
    return batch === null ? undefined : this.sent.get(batch)?.epoch;
  }

  /**
   * The server did not take a batch as a whole; its changes wait again. With `unfit` it never will as it is: the next try
   * is smaller, and a change that is refused alone is held, so that one item cannot stop the rest.
   */
  notTaken(batch: number | null, unfit: string | null): void {
    const sent = batch === null ? undefined : this.sent.get(batch);
    if (!sent || batch === null) return;
    this.sent.delete(batch);
    this.dispatcher.returned(sent.seqs);
    if (unfit === null) return;
    this.size = shrunk(this.size);
    const [only, ...others] = sent.seqs;
    if (only !== undefined && others.length === 0) holdUnfit(this.replica, sent.epoch, only, unfit);
  }

  /** Something of what was sent could not be taken, or takes too long, and nobody says what: the next tries are smaller. */
  smaller(): void {
    this.size = shrunk(smallerOf(this.size, this.tried()));
  }

  /** When the oldest batch without an answer was sent; null when none waits. */
  oldestSentAt(): number | null {
    let oldest: number | null = null;
    for (const { at } of this.sent.values()) oldest = oldest === null ? at : Math.min(oldest, at);
    return oldest;
  }

  isWaiting(): boolean {
    return this.sent.size > 0;
  }

  /** `silent`: nothing came back in time, so the next try is smaller (N-4). */
  linkLost(silent: boolean): void {
    if (silent && this.sent.size > 0) this.size = afterSilence(this.size, this.tried());
    this.size = smallerOf(this.size, FIRST_BATCH);
    this.isProved = false;
    this.sent.clear();
    this.dispatcher.linkLost();
    this.lanes = null;
  }

  /** The largest batch without an answer. */
  private tried(): BatchSize {
    const all = [...this.sent.values()];
    if (all.length === 0) return this.size;
    return {
      count: Math.max(...all.map((s) => s.seqs.length)),
      bytes: Math.max(...all.map((s) => s.bytes)),
    };
  }
}
