/**
 * One part of the replica put right (W-8): a collection of a site, against what the server has of it. Every answer is
 * taken at the position of which it speaks, so a row that differs is wrong and not merely late. Pending work lies on top
 * and is not touched; a row that somebody still works on does not go before that has settled.
 */
import type { RecordId } from '../../domain/ids.ts';
import type { Body } from '../../domain/record/body.ts';
import { FrameFault } from '../../protocol/wire/frame.ts';
import {
  ROWS_ASKED,
  type Part as PartPage,
  type PartAsk,
  type Rows,
  type RowsAsk,
} from '../../protocol/wire/repair.ts';
import {
  insertCanonical,
  asCollection,
  isLeaving,
  markForSearch,
  removeRecord,
  stays,
  writeCanonical,
} from '../replica/record-store.ts';
import type { Replica } from '../replica/replica.ts';
import { rowAt, type ArrivedRow } from './arrived-row.ts';
import type { Part } from './recount.ts';
import { inSlices, type SliceClock } from './slices.ts';

/** Rows between two looks at the clock. */
const STRIDE = 16;
const WALK = 200;

export interface Found {
  missing: number;
  surplus: number;
  altered: number;
}

export class Repair {
  readonly part: Part;
  readonly found: Found = { missing: 0, surplus: 0, altered: 0 };
  private readonly replica: Replica;
  private readonly clock: SliceClock;
  /** Log position at which it began: what is newer came in since, by the ordinary way. */
  private readonly since: number;
  private readonly incarnation: string | null;
  private from = 0;
  private more = true;
  private wanted: readonly string[] = [];
  /** Records that the server has; all of them, once it is through. */
  private readonly named = new Set<string>();

  constructor(replica: Replica, clock: SliceClock, part: Part) {
    this.replica = replica;
    this.clock = clock;
    this.part = part;
    this.since = replica.cursor();
    this.incarnation = replica.readMeta('incarnation');
  }

  /** It was begun for that part and the log has gone on since: what was read of it still counts. */
  canGoOn(part: Part): boolean {
    const isSameLog = this.incarnation === this.replica.readMeta('incarnation') && this.since <= this.replica.cursor();
    return isSameLog && part.site === this.part.site && part.collection === this.part.collection;
  }

  /** What to ask next; null: everything that the server has of it is here. */
  next(ask: number): PartAsk | RowsAsk | null {
    if (this.wanted.length > 0) return { k: 'rowsAsk', ask, ids: this.wanted.slice(0, ROWS_ASKED) };
    return this.more ? { k: 'partAsk', ask, ...this.part, from: this.from } : null;
  }

  async takePart(page: PartPage): Promise<void> {
    const total = page.id.length;
    if (page.pos.length !== total || page.digest.length !== total || page.to < this.from)
      throw new FrameFault('notAMessage', 'a page of records that does not fit together');
    const wanted: string[] = [];
    await inSlices(this.replica, this.clock, {
      total,
      stride: STRIDE,
      step: (i) => {
        const id = page.id[i] as string;
        this.named.add(id);
        if (!this.isAsThere(id, page.pos[i] as number, page.digest[i] as number)) wanted.push(id);
      },
      finish: () => {
        this.wanted = wanted;
        this.from = page.to;
        this.more = page.more;
      },
    });
  }

  private isAsThere(id: string, pos: number, digest: number): boolean {
    const row = this.replica.records.byId.get(id);
    if (!row || row.pos !== pos || row.digest !== digest) return false;
    return (row.site ?? '') === this.part.site && row.collection === this.part.collection;
  }

  async takeRows({ rows, taken }: Rows, lines: readonly string[]): Promise<void> {
    if (lines.length !== rows.id.length) throw new FrameFault('notAMessage', 'records with bodies missing');
    if (taken < 1) throw new FrameFault('notAMessage', 'nothing was looked at of what was asked for');
    await inSlices(this.replica, this.clock, {
      total: rows.id.length,
      stride: STRIDE,
      step: (i) => this.putRight(rowAt(rows, i, lines[i] as string)),
      finish: () => (this.wanted = this.wanted.slice(taken)),
    });
  }

  private putRight(right: ArrivedRow): void {
    const { replica } = this;
    const row = replica.records.byId.get(right.id);
    if (!row) {
      this.found.missing += 1;
      return markForSearch(replica, right.collection, insertCanonical(replica, right));
    }
    this.found.altered += 1;
    stays(replica, right.id);
    const known = asCollection(replica, row, right.collection);
    writeCanonical(replica, known, JSON.parse(right.body) as Body, right.pos, right.site);
  }

  /** Takes out what the server does not have. What came in while the repair went on is not judged. */
  async dropSurplus(): Promise<void> {
    const { records } = this.replica;
    const site = this.part.site === '' ? null : this.part.site;
    for (let after = -1; ;) {
      const rows = records.walkPart.all(site, this.part.collection, after, WALK);
      const last = rows.at(-1);
      if (!last) return;
      after = last.rid;
      const surplus = rows.filter(
        (r) => !this.named.has(r.id) && this.isOld(r.pos) && !isLeaving(this.replica, r.id as RecordId),
      );
      await inSlices(this.replica, this.clock, {
        total: surplus.length,
        stride: STRIDE,
        step: (i) => this.drop(surplus[i]?.id ?? ''),
        finish: () => {},
      });
      await this.clock.pause();
    }
  }

  private isOld(pos: number): boolean {
    return pos > 0 && (pos <= this.since || pos > this.replica.cursor());
  }

  private drop(id: string): void {
    const row = this.replica.records.byId.get(id);
    if (!row) return;
    this.found.surplus += 1;
    removeRecord(this.replica, row);
  }
}
