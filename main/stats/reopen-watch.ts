/**
 * Watches how often what was saved is looked at again and left as it was (STAT-1), and tells of it by small appends in the
 * background lane: one when a re-opened record is left, one for a day that is over. It never disturbs: saves are noted after
 * they are through, and a disk that does not take a count costs the count and nothing else.
 */
import type { RecordId } from '../../domain/ids.ts';
import { isReopening, isToBeClosed, withReopened, withSave, type DayBook } from '../../domain/visit-stat/day-book.ts';
import type { CorePorts } from '../core-ports.ts';
import { commitSave, type Saved } from '../replica/commit-change.ts';
import type { Replica } from '../replica/replica.ts';

/** What opened records are: pages that can be saved on. */
const PAGES: ReadonlySet<string> = new Set(['workOrder', 'equipment']);
/** Saves are noted this long after, milliseconds: what was not noted before a power cut is not counted. */
const NOTE_AFTER_MS = 1_000;
const MINUTE_MS = 60_000;

type WatchPorts = Pick<CorePorts, 'replica' | 'zone'> & {
  readonly timers: Pick<CorePorts['timers'], 'now' | 'after'>;
  readonly options: Pick<CorePorts['options'], 'version' | 'log'>;
  readonly engine: Pick<CorePorts['engine'], 'newWork'>;
};

interface Noted {
  readonly records: readonly RecordId[];
  readonly at: number;
}

export class ReopenWatch {
  private readonly ports: WatchPorts;
  private noted: readonly Noted[] = [];
  /** Open now, and re-opening a save. */
  private readonly reopened = new Set<RecordId>();

  constructor(ports: WatchPorts) {
    this.ports = ports;
  }

  /** A person saved a visit or a device; handed through as it is. */
  saved<Result extends Saved>(result: Result): Result {
    this.noted = [...this.noted, { records: result.records, at: result.savedAt }];
    if (this.noted.length === 1) this.ports.timers.after(NOTE_AFTER_MS, () => this.note());
    return result;
  }

  opened(record: RecordId): void {
    this.note();
    this.closeDay();
    if (isReopening(this.book(), record, this.ports.timers.now())) this.reopened.add(record);
    else this.reopened.delete(record);
  }

  /** `edited`: something was entered meanwhile, saved or not. */
  left(record: RecordId, edited: boolean): void {
    this.note();
    const wasReopening = this.reopened.delete(record);
    const book = this.book();
    if (!wasReopening || edited || book === null) return;
    this.keep(withReopened(book, record), 'reopened');
  }

  /** A day that is over is told of once, if no report knew all of its saves. */
  closeDay(): void {
    const book = this.book();
    if (book === null || !isToBeClosed(book, this.dayOf(this.ports.timers.now()))) return;
    this.keep({ ...book, toldSaves: book.saves }, 'day');
  }

  /** What was saved a moment ago goes into the book: before it is needed, and before the app ends. */
  note(): void {
    const { noted } = this;
    this.noted = [];
    for (const { records, at } of noted) this.noteSave(records, at);
  }

  private noteSave(records: readonly RecordId[], at: number): void {
    const { replica } = this.ports;
    const identity = replica.identity();
    if (identity === null || replica.disk.fault()) return;
    this.quietly(() => {
      const page = pageOf(replica, records);
      if (page === null) return;
      this.reopened.delete(page.record);
      const day = this.dayOf(at);
      const book = this.book();
      if (book !== null && isToBeClosed(book, day)) this.append(book, 'day');
      const next = withSave(book, { ...page, day, person: identity.person, at });
      replica.transact('replayable', () => replica.writeMeta('dayBook', next));
    });
  }

  private book(): DayBook | null {
    const { replica } = this.ports;
    return replica.disk.fault() || replica.identity() === null ? null : replica.readMeta('dayBook');
  }

  private keep(book: DayBook, kind: 'reopened' | 'day'): void {
    const { replica } = this.ports;
    this.quietly(() =>
      replica.nested(() => {
        replica.writeMeta('dayBook', book);
        this.append(book, kind);
      }),
    );
    this.ports.engine.newWork();
  }

  private append({ day, person, site, saves, reopened }: DayBook, kind: 'reopened' | 'day'): void {
    const { replica, timers, options } = this.ports;
    const identity = replica.identity();
    if (identity === null) return;
    const set = { kind, site, person, day, saves, reopened, app: options.version, at: timers.now() };
    const saw = { writer: null, canonical: null, archived: null };
    const edit = { record: null, collection: 'visitStat', group: 'entry', set, saw };
    commitSave(replica, { person: identity.person, role: identity.role }, [edit]);
  }

  private dayOf(at: number): string {
    return new Date(at + this.ports.zone() * MINUTE_MS).toISOString().slice(0, 10);
  }

  /** A statistic that cannot be kept is no reason to stop anybody; a disk that has failed is said by whoever saves next. */
  private quietly(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.ports.options.log({ event: 'not counted', error: error instanceof Error ? error.message : String(error) });
    }
  }
}

/** The visit or device that was saved, itself or by what hangs on it; null: neither. */
function pageOf(
  replica: Replica,
  records: readonly RecordId[],
): { readonly record: RecordId; readonly site: RecordId | null } | null {
  for (const id of records) {
    const row = replica.records.byId.get(id);
    const page = row && !PAGES.has(row.collection) && row.parent ? replica.records.byId.get(row.parent) : row;
    if (page && PAGES.has(page.collection)) return { record: page.id as RecordId, site: page.site as RecordId | null };
  }
  return null;
}
