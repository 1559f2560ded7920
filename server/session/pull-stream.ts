/**
 * What goes down one connection (W-5): piece by piece, never more than a few unconfirmed, so that a slow reader costs
 * itself and no memory here. Sites that came into view are filled in first, then the log from the cursor on.
 */
import type { ChangeOutcome } from '../../domain/change/outcome.ts';
import type { Position, RecordId } from '../../domain/ids.ts';
import { frameText } from '../../protocol/wire/frame.ts';
import { DELTA_BYTES, DELTA_RECORDS, DELTAS_IN_FLIGHT } from '../../protocol/wire/limits.ts';
import type { Ack, Pull } from '../../protocol/wire/pull.ts';
import { deltaOfCells, deltaOfPage, ownDelta, type DeltaRange, type MadeDelta } from '../sync/delta.ts';
import { sees } from '../sync/publish.ts';
import type { PullPage } from '../storage/contract/types.ts';
import type { Greeted } from './greet.ts';
import type { Peer } from './peer.ts';
import { markAt } from './sealed-mark.ts';

/** Bytes waiting in the socket beyond which nothing more is put there. */
const SOCKET_BACKLOG = 1 << 20;

export class PullStream {
  private readonly session: Peer;
  private readonly greeted: Greeted;
  private readonly behind: { site: RecordId; from: Position }[];
  private cursor: Position;
  private unconfirmed = 0;
  private caughtUp = false;
  /** There was news while too much was unconfirmed: it goes out with the next confirmation, not with the next news. */
  private owed = false;
  /** The last position at which this console had everything that it may see; null: any record may be missing there. */
  private base: Position | null;
  /** Runs of positions of this console's own plainly applied changes, answered on this connection: [first, last]. */
  private own: [number, number][] = [];

  constructor(session: Peer, greeted: Greeted, pull: Pull) {
    this.session = session;
    this.greeted = greeted;
    this.cursor = pull.cursor as Position;
    this.base = pull.whole || pull.cursor === 0 ? null : (pull.cursor as Position);
    const seen = greeted.siteSet;
    this.behind = pull.behind
      .map(([site, from]) => ({ site: site as RecordId, from: from as Position }))
      .filter((b) => seen === null || seen.has(b.site));
  }

  /** Standing where the ring's news can serve it. */
  isLive(): boolean {
    return this.caughtUp;
  }

  /**
   * Sends what is still owed up to the end of the log. True when the console will stand there once it has read all that
   * was sent; false while it is filling in, or too much is unconfirmed.
   */
  bringToEnd(): boolean {
    this.pump(true);
    const { storage, org } = this.session.ports;
    return this.caughtUp && this.behind.length === 0 && this.cursor === storage.head(org).position;
  }

  acknowledged(ack: Ack): void {
    void ack;
    this.unconfirmed = Math.max(0, this.unconfirmed - 1);
    this.pump(false);
  }

  /** Own changes whose outcomes have just been sent: when they are all there is, only the positions need to pass. */
  outcomesSent(outcomes: readonly ChangeOutcome[]): void {
    for (const o of outcomes) {
      if (o.clean !== true) continue;
      const last = this.own.at(-1);
      if (last && last[1] + 1 === o.position) last[1] = o.position;
      else this.own.push([o.position, o.position]);
    }
    this.passOwn();
  }

  /** Sends what it may; `now` is false when news can wait for the next fan-out. */
  pump(now: boolean): void {
    if (now) this.owed = true;
    while (this.mayOffer()) {
      const next = this.behind[0];
      if (next) this.fillIn(next);
      else if (!this.advance(this.owed)) {
        this.owed = false;
        return;
      }
    }
  }

  private mayOffer(): boolean {
    return this.unconfirmed < DELTAS_IN_FLIGHT && this.session.link.buffered() < SOCKET_BACKLOG;
  }

  private fillIn(at: { site: RecordId; from: Position }): void {
    const { storage, org, metrics } = this.session.ports;
    const page = this.bounded((limit) => storage.sitePage(org, at.site, at.from, this.cursor, limit));
    const isLast = page.remaining === 0;
    const to = isLast ? this.cursor : page.to;
    metrics.sentRows(page.rows.length);
    this.send(deltaOfPage({ ...this.range(at.from, to, page.remaining), mark: null, site: at.site }, page, null));
    if (isLast) this.behind.shift();
    else at.from = to;
  }

  /** One step along the log. False when there is nothing to send now. */
  private advance(now: boolean): boolean {
    const { ports } = this.session;
    const head = ports.storage.head(ports.org).position;
    if (this.cursor >= head) {
      if (!this.caughtUp) this.send(deltaOfCells(this.range(this.cursor, head, 0), []));
      this.caughtUp = true;
      return false;
    }
    if (this.passOwn()) return true;
    if (this.caughtUp && !now) return false;
    return this.fromRing(head) || this.fromDatabase(head);
  }

  private fromRing(head: Position): boolean {
    const { ports } = this.session;
    const from = this.cursor;
    if (!this.caughtUp || ports.ring.head() < head) return false;
    const cells = ports.ring.since(from);
    if (!cells || cells.length > this.most()) return false;
    const key = `${from} ${head} ${this.greeted.sites === null ? '*' : this.greeted.sites.join(' ')}`;
    const frame = ports.frames.of(key, () => {
      const visible = cells.filter((c) => sees(this.greeted.siteSet, c.site));
      return deltaOfCells(this.range(from, head, 0), visible);
    });
    this.passed(head);
    this.unconfirmed += 1;
    this.session.link.send(frame);
    return true;
  }

  private fromDatabase(head: Position): boolean {
    const { storage, org, metrics } = this.session.ports;
    const page = this.bounded((limit) => storage.pullPage(org, this.greeted.sites, this.cursor, head, limit));
    const to = page.remaining === 0 ? head : page.to;
    metrics.sentRows(page.rows.length);
    const made = deltaOfPage(this.range(this.cursor, to, page.remaining), page, this.base);
    // Between two pieces it stands nowhere: a record whose newest group comes later is not there yet, nor are its others.
    this.caughtUp = page.remaining === 0;
    this.passed(to);
    this.send(made);
    return true;
  }

  /** When all beyond the cursor is this console's own work, the values need not travel back. */
  private passOwn(): boolean {
    const { ports } = this.session;
    const first = this.own[0];
    if (!this.caughtUp || !first || first[0] > this.cursor + 1) return false;
    if (ports.storage.head(ports.org).position > first[1] || !this.mayOffer()) return false;
    const to = first[1] as Position;
    const range = this.range(this.cursor, to, 0);
    this.passed(to);
    this.send(ownDelta(range));
    return true;
  }

  private passed(to: Position): void {
    this.cursor = to;
    if (this.caughtUp) this.base = to;
    this.own = this.own.filter((run) => run[1] > to);
  }

  private range(from: Position, to: Position, remaining: number): DeltaRange {
    const { ports } = this.session;
    const head = ports.storage.head(ports.org);
    const mark = markAt(ports, head, to);
    return { incarnation: head.incarnation, mark, site: null, from, to, head: head.position, remaining };
  }

  private send(made: MadeDelta): void {
    this.unconfirmed += 1;
    this.session.link.send(this.session.ports.packer.pack(frameText(made.head, made.lines)));
  }

  private most(): number {
    return this.session.ports.deltaRecords ?? DELTA_RECORDS;
  }

  /** A page is bounded by bytes as well: long notes make it shorter, and one position is always sent whole. */
  private bounded(read: (limit: number) => PullPage): PullPage {
    for (let limit = this.most(); ; limit = Math.ceil(limit / 4)) {
      const page = read(limit);
      const bytes = page.rows.reduce((sum, row) => sum + row.body.length, 0);
      if (bytes <= DELTA_BYTES || limit === 1) return page;
    }
  }
}
