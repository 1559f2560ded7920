/**
 * Is this replica what the server has? (W-8) Asked once on a connection, when the console has caught up and nothing of
 * its own is on its way, and then rarely. What differs is put right, compared again and reported; what differs after that
 * is reported too, and left alone until the next time.
 *
 *   resting ──time──► counting own rows ──► print? ──same──► resting
 *                                             │ other
 *                                           sums? ──► repair, part by part ──► print?
 *
 * Answers are taken in line with the pieces of the log. Where one does not meet the cursor, it is asked again after
 * the next piece.
 */
import { addDigests, differences, sumsText, type DigestSum } from '../../domain/record/digest.ts';
import type { DigestAsk, Digests } from '../../protocol/wire/digest.ts';
import { FrameFault } from '../../protocol/wire/frame.ts';
import type { Mended, Part as PartPage, PartAsk, Rows, RowsAsk } from '../../protocol/wire/repair.ts';
import type { Replica } from '../replica/replica.ts';
import type { Timers } from './link.ts';
import { isBusy } from './is-busy.ts';
import { keyOf, recount, recountPart, type Part } from './recount.ts';
import { Repair } from './repair.ts';

/**
 * After the first piece of a connection, and as much again by chance: by then a storm is over, a link that flaps never
 * asks, and a thousand laptops that came back together do not ask together.
 */
export const FIRST_MS = 30_000;
/** Something was on its way: looked at again after this, and as much again by chance. */
export const BUSY_MS = 60_000;
/**
 * Twice in a working shift. A difference is a failing disk or a bug: worth finding on the day, and a count of 300,000
 * rows costs a second or two of one core, in slices.
 */
export const PERIOD_MS = 4 * 3_600_000;
/** Answers that did not meet the cursor, before it waits for a quieter time. */
const MISSES = 20;

type Ask = DigestAsk | PartAsk | RowsAsk;
export type CompareAnswer = Digests | PartPage | Rows;

export interface ComparePorts {
  readonly send: (message: Ask | Mended) => void;
  readonly timers: Timers;
  readonly log: (line: { readonly event: string; readonly [key: string]: unknown }) => void;
}

export class Comparer {
  private readonly replica: Replica;
  private readonly ports: ComparePorts;
  /** Ends what was begun on a connection that is over. */
  private generation = 0;
  private begun = false;
  private cancel: (() => void) | null = null;
  private cancelPeriod: (() => void) | null = null;
  private countDue = true;
  private asks = 0;
  private awaited: Ask | null = null;
  /** An answer missed the cursor: the same is asked after the next piece. */
  private owed: Ask | null = null;
  private misses = 0;
  private repairing: Repair | null = null;
  private todo: Part[] = [];
  /** Repaired since the last rest: once each. */
  private readonly tried = new Map<string, Repair>();
  /** Parts whose kept sum was wrong. */
  private miscounted: readonly Part[] = [];

  constructor(replica: Replica, ports: ComparePorts) {
    this.replica = replica;
    this.ports = ports;
  }

  /** A piece of the log is in the replica. */
  pieceTaken(): void {
    if (!this.begun) {
      this.begun = true;
      return this.rest(this.spread(FIRST_MS));
    }
    const { owed } = this;
    this.owed = null;
    if (owed) this.say({ ...owed, ask: ++this.asks });
  }

  /** What was under way begins anew on the next connection; a part that was half read goes on where it was. */
  linkLost(): void {
    this.generation += 1;
    this.begun = false;
    this.cancel?.();
    this.cancel = null;
    this.awaited = null;
    this.owed = null;
    this.todo = [];
    if (this.repairing) this.tried.delete(keyOf(this.repairing.part));
  }

  close(): void {
    this.linkLost();
    this.cancelPeriod?.();
  }

  /** Call in line with the pieces of the log. @throws FrameFault */
  async take(answer: CompareAnswer, lines: readonly string[]): Promise<void> {
    try {
      await this.use(answer, lines);
    } catch (error) {
      if (error instanceof FrameFault) throw error;
      this.failed(error);
    }
  }

  private async use(answer: CompareAnswer, lines: readonly string[]): Promise<void> {
    const { awaited, generation } = this;
    if (awaited?.ask !== answer.ask) return;
    this.awaited = null;
    if (!this.meets(answer)) return this.missed(awaited);
    if (answer.k === 'digests') return this.compare(answer);
    const repair = this.repairing;
    if (!repair) return;
    if (answer.k === 'part') await repair.takePart(answer);
    else await repair.takeRows(answer, lines);
    if (generation === this.generation) await this.goOn(repair);
  }

  private rest(ms: number): void {
    this.cancel?.();
    this.cancel = this.ports.timers.after(ms, () => void this.begin().catch((error: unknown) => this.failed(error)));
  }

  /** What cannot be compared is no reason to stop the work: that may still travel. */
  private failed(error: unknown): void {
    const said = error instanceof Error ? (error.stack ?? error.message) : String(error);
    this.ports.log({ event: 'replica not compared', error: said });
    this.repairing = null;
    this.awaited = null;
    if (this.begun) this.rest(PERIOD_MS);
  }

  private spread(ms: number): number {
    return ms * (1 + this.ports.timers.random());
  }

  private async begin(): Promise<void> {
    const { replica, generation } = this;
    if (isBusy(replica)) return this.rest(this.spread(BUSY_MS));
    this.misses = 0;
    if (this.countDue) {
      const found = await recount(replica, this.ports.timers, () => generation === this.generation);
      if (found === null) return;
      this.miscounted = found;
      this.countDue = false;
      this.cancelPeriod?.();
      this.cancelPeriod = this.ports.timers.after(PERIOD_MS, () => (this.countDue = true));
    }
    this.askFor('print');
  }

  private askFor(want: DigestAsk['want']): void {
    this.say({ k: 'digestAsk', ask: ++this.asks, want });
  }

  private say(ask: Ask): void {
    this.awaited = ask;
    this.ports.send(ask);
  }

  private meets({ position, incarnation }: CompareAnswer): boolean {
    return position === this.replica.cursor() && incarnation === this.replica.readMeta('incarnation');
  }

  private missed(ask: Ask): void {
    this.misses += 1;
    if (this.misses < MISSES) this.owed = ask;
    else this.rest(this.spread(BUSY_MS));
  }

  private compare({ print, sums }: Digests): void | Promise<void> {
    if (isBusy(this.replica)) return this.rest(this.spread(BUSY_MS));
    const own = this.replica.digests.all.all();
    if (sums === null) {
      if (this.replica.env.sha256(sumsText(own)) === print) return this.settled([]);
      return this.askFor('sums');
    }
    const theirs = sums.map(([site, collection, sum, count]): DigestSum => ({
      site,
      collection,
      sum: addDigests(0, sum),
      count,
    }));
    const parts = differences(own, theirs);
    this.todo = parts.filter((p) => !this.tried.has(keyOf(p)));
    if (this.todo.length === 0) return this.settled(parts);
    return this.repairNext();
  }

  private repairNext(): void | Promise<void> {
    const part = this.todo.shift();
    if (!part) return this.askFor('print');
    const open = this.repairing;
    const goesOn = open !== null && open.canGoOn(part);
    const repair = goesOn ? open : new Repair(this.replica, this.ports.timers, part);
    this.repairing = repair;
    this.tried.set(keyOf(part), repair);
    return this.goOn(repair);
  }

  private async goOn(repair: Repair): Promise<void> {
    const { generation } = this;
    const ask = repair.next(++this.asks);
    if (ask) return this.say(ask);
    await repair.dropSurplus();
    // What was written is not believed: the rows are read again.
    await recountPart(this.replica, repair.part, this.ports.timers, () => generation === this.generation);
    if (generation !== this.generation) return;
    this.repairing = null;
    await this.repairNext();
  }

  /** The end of a comparison: what was put right is reported, and what still differs. */
  private settled(still: readonly Part[]): void {
    const parts = new Map<string, Part>();
    for (const part of [...this.miscounted, ...still, ...[...this.tried.values()].map((r) => r.part)]) {
      parts.set(keyOf(part), part);
    }
    const differs = new Set(still.map(keyOf));
    for (const [key, part] of parts) this.report(part, !differs.has(key));
    this.miscounted = [];
    this.tried.clear();
    this.repairing = null;
    this.rest(PERIOD_MS);
  }

  private report(part: Part, holds: boolean): void {
    const { replica, ports } = this;
    const found = this.tried.get(keyOf(part))?.found ?? { missing: 0, surplus: 0, altered: 0 };
    const miscounted = this.miscounted.some((m) => keyOf(m) === keyOf(part));
    ports.log({ event: holds ? 'replica mended' : 'replica still differs', ...part, ...found, miscounted });
    ports.send({ k: 'mended', ...part, ...found, miscounted, holds });
    const count = (replica.readMeta('mended')?.count ?? 0) + (holds ? 1 : 0);
    const words = mendedWords(found.missing + found.surplus + found.altered, holds);
    replica.transact('replayable', () => replica.writeMeta('mended', { count, at: replica.env.clock(), words }));
  }
}

function mendedWords(records: number, holds: boolean): string {
  if (!holds) return 'Some records here differ from the server’s and could not be put right.';
  if (records === 0) return 'A count of records here was wrong and was put right.';
  if (records === 1) return '1 record here differed from the server’s and was put right.';
  return `${records.toLocaleString('en-US')} records here differed from the server’s and were put right.`;
}
