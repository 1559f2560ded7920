/**
 * Takes what comes down, in order, a piece at a time (W-5). A piece of what is here already is confirmed and left alone; one
 * that overlaps is applied, since newer wins; after a gap the link is made anew, or both ends would wait for ever. The queue of pieces is bounded by the server, which waits for each to be confirmed.
 */
import type { Position, RecordId } from '../../domain/ids.ts';
import { FrameFault } from '../../protocol/wire/frame.ts';
import type { Ack, Delta, Pull } from '../../protocol/wire/pull.ts';
import type { Replica } from '../replica/replica.ts';
import { applyDelta } from './apply-delta.ts';
import { confirmOwn, confirmUpTo } from './confirm.ts';
import { noteMark } from './log-marks.ts';
import type { SliceClock } from './slices.ts';
import { isIncomplete, noteBegun, noteComplete, siteFilled } from './view-change.ts';

export interface CatchUp {
  readonly done: number;
  readonly total: number;
  readonly startedAt: number;
}

export class Puller {
  private readonly replica: Replica;
  private readonly clock: SliceClock;
  private readonly confirmed: (ack: Ack) => void;
  private readonly behind = new Map<string, number>();
  private line: Promise<void> = Promise.resolve();
  private generation = 0;
  private progress: CatchUp | null = null;

  constructor(replica: Replica, clock: SliceClock, confirmed: (ack: Ack) => void) {
    this.replica = replica;
    this.clock = clock;
    this.confirmed = confirmed;
  }

  /** The question that opens the stream. */
  start(incarnation: string, behind: readonly (readonly [string, number])[]): Pull {
    this.generation += 1;
    this.behind.clear();
    for (const [site, filled] of behind) this.behind.set(site, filled);
    return {
      k: 'pull',
      incarnation,
      cursor: this.replica.cursor(),
      behind: behind.map(([s, f]) => [s, f]),
      whole: isIncomplete(this.replica),
    };
  }

  /** Applies a piece after those before it; the promise is for tests and for closing in good order. */
  take(delta: Delta, lines: readonly string[]): Promise<void> {
    const generation = this.generation;
    return this.inLine(() => this.apply(delta, lines, generation));
  }

  /** Does something after the pieces before it and before those behind it, while the cursor stands still. */
  inLine(work: () => Promise<void>): Promise<void> {
    const generation = this.generation;
    const done = this.line.then(() => (generation === this.generation ? work() : undefined));
    // What could not be done must not stand in the way of the pieces of the next connection.
    this.line = done.catch(() => {});
    return done;
  }

  /** The link went: pieces that wait are dropped, the one being applied is finished. */
  stop(): Promise<void> {
    this.generation += 1;
    return this.line;
  }

  /** A long catch-up under way, for its progress bar; null otherwise. */
  catchUp(): CatchUp | null {
    return this.progress;
  }

  private async apply(delta: Delta, lines: readonly string[], generation: number): Promise<void> {
    if (delta.site !== null) return this.fillIn(delta, lines, delta.site as RecordId, generation);
    const to = delta.to as Position;
    const cursor = this.replica.cursor();
    if (delta.from > cursor)
      throw new FrameFault('notAMessage', `a piece from ${delta.from} on does not join on to ${cursor}`);
    if (to < cursor) return this.say({ k: 'ack', site: null, to }, generation);
    this.note(delta);
    await applyDelta(this.replica, delta, lines, this.clock, () => {
      if (delta.own) confirmOwn(this.replica, delta.from as Position, to);
      if (delta.remaining > 0 || this.replica.cursor() === 0) noteBegun(this.replica);
      this.replica.setCursor(to);
      if (delta.mark) noteMark(this.replica, delta.mark);
      if (delta.remaining === 0 && this.behind.size === 0) noteComplete(this.replica);
      confirmUpTo(this.replica, to);
    });
    this.say({ k: 'ack', site: null, to }, generation);
  }

  private async fillIn(delta: Delta, lines: readonly string[], site: RecordId, generation: number): Promise<void> {
    if (this.behind.get(site) !== delta.from) return this.say({ k: 'ack', site, to: delta.to }, generation);
    await applyDelta(this.replica, delta, lines, this.clock, () => {
      siteFilled(this.replica, site, delta.to as Position, delta.remaining === 0);
      if (delta.remaining === 0) this.behind.delete(site);
      else this.behind.set(site, delta.to);
    });
    this.say({ k: 'ack', site, to: delta.to }, generation);
  }

  private say(ack: Ack, generation: number): void {
    if (generation === this.generation) this.confirmed(ack);
  }

  private note(delta: Delta): void {
    const rows = delta.rows.id.length;
    if (delta.remaining === 0) this.progress = null;
    else {
      const done = (this.progress?.done ?? 0) + rows;
      this.progress = { done, total: done + delta.remaining, startedAt: this.progress?.startedAt ?? this.clock.now() };
    }
  }
}
