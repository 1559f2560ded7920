/**
 * The state of one group commit while it is being decided: what the transaction sees, with what earlier changes of the
 * same group did on top. Nothing is written from here; `finish` turns the draft into the effects of the transaction.
 */
import type {
  LogEntry,
  LoggedEdit,
  Receipt,
  SeenMark,
  StateView,
  StoredRecord,
  IssuedAgain,
  WaitingChange,
} from '../storage/contract/types.ts';
import type { Origin } from '../../domain/change/change.ts';
import { allApplied, APPLIED, type ChangeOutcome, type EditOutcome } from '../../domain/change/outcome.ts';
import {
  parseChangeId,
  type ChangeId,
  type DeviceNo,
  type Epoch,
  type Position,
  type RecordId,
  type Sequence,
} from '../../domain/ids.ts';
import { decodeBody, type Cell } from '../../domain/record/body.ts';
import type { Fields } from '../../domain/json.ts';
import type { Schema } from '../../domain/schema/types.ts';

export interface Rules {
  readonly schema: Schema;
  /** Milliseconds UTC at which this group was received. */
  readonly now: number;
  sha256(text: string): string;
  /** 48-bit number from text (W-8). */
  digest(text: string): number;
  /** How long a change may wait for one that it depends on (W-4), milliseconds. */
  readonly waitMs: number;
}

/** What became of a change after its batch had been answered. */
export interface LaterOutcome {
  readonly device: DeviceNo;
  readonly epoch: Epoch;
  readonly outcome: ChangeOutcome;
}

/** A record under work. */
export interface WorkingRecord {
  readonly id: RecordId;
  readonly collection: string;
  readonly stored: StoredRecord | undefined;
  body: Record<string, Cell>;
  pos: Position;
  /** Groups written in this commit, each once. */
  readonly touched: Set<string>;
  /** Site and parent as reckoned at the last write; set when the record is finished. */
  site: RecordId | null;
  parent: RecordId | null;
  entered: Position;
}

export class Draft {
  readonly view: StateView;
  readonly rules: Rules;
  readonly records = new Map<RecordId, WorkingRecord>();
  readonly log: LogEntry[] = [];
  readonly receipts = new Map<string, Receipt>();
  readonly marks = new Map<string, { mark: SeenMark; above: Set<number> }>();
  readonly left: { site: RecordId | null; pos: Position; record: RecordId }[] = [];
  readonly waitingAdded = new Map<string, WaitingChange>();
  readonly waitingRemoved: { device: DeviceNo; epoch: Epoch; seq: Sequence }[] = [];
  readonly arrived: ChangeId[] = [];
  /** Outcomes of changes that came earlier and have waited: their laptops are told after the commit (W-4). */
  readonly later: LaterOutcome[] = [];
  /** Records by collection and name in the world, as far as this commit gave them theirs (C-10). */
  readonly names = new Map<string, Set<RecordId>>();
  /** Work that was numbered twice, and stands in the log from this commit on (W-2). */
  readonly issued: IssuedAgain[] = [];
  moved = false;
  private position: Position;
  private readonly base: Position;

  constructor(view: StateView, rules: Rules) {
    this.view = view;
    this.rules = rules;
    const head = view.head();
    this.position = head.position;
    this.base = head.position;
  }

  end(): Position {
    return this.position;
  }

  /** The next position, to be used by exactly one log entry. */
  nextPosition(): Position {
    return (this.position + 1) as Position;
  }

  /** Adds an entry to the log; the chain is reckoned when the group is finished, since outcomes are filled in later. */
  append(entry: Omit<LogEntry, 'pos' | 'chain'>): Position {
    const pos = this.nextPosition();
    this.log.push({ ...entry, pos, chain: '' });
    this.position = pos;
    return pos;
  }

  /** Fills in what was decided about an entry of this group. */
  decided(pos: Position, outcome: readonly EditOutcome[]): void {
    const at = pos - this.base - 1;
    const entry = this.log[at];
    if (!entry) throw new Error(`no log entry at ${pos}`);
    this.log[at] = { ...entry, outcome };
  }

  entry(pos: Position): LogEntry | undefined {
    return pos > this.base ? this.log[pos - this.base - 1] : this.view.entry(pos);
  }

  record(id: RecordId): WorkingRecord | undefined {
    const here = this.records.get(id);
    if (here) return here;
    const stored = this.view.record(id);
    if (!stored) return undefined;
    const { collection, pos, site, parent, entered } = stored;
    const working: WorkingRecord = {
      id,
      collection,
      stored,
      body: decodeBody(stored.body),
      pos,
      touched: new Set(),
      site,
      parent,
      entered,
    };
    this.records.set(id, working);
    return working;
  }

  /** `pos`: position of the entry that creates it. */
  create(id: RecordId, collection: string, pos: Position): WorkingRecord {
    const working: WorkingRecord = {
      id,
      collection,
      stored: undefined,
      body: {},
      pos,
      touched: new Set(),
      site: null,
      parent: null,
      entered: pos,
    };
    this.records.set(id, working);
    return working;
  }

  /** Children, those made in this commit included, in order of id. */
  children(parent: RecordId): readonly WorkingRecord[] {
    const ids = new Set<RecordId>(this.view.children(parent).map((c) => c.id));
    for (const r of this.records.values()) if (r.parent === parent) ids.add(r.id);
    return [...ids]
      .toSorted()
      .map((id) => this.record(id))
      .filter((r): r is WorkingRecord => r !== undefined && r.parent === parent);
  }

  /** It belonged to one of these sites before it moved. */
  wasAt(record: RecordId, sites: readonly RecordId[]): boolean {
    const here = this.left.some((l) => l.record === record && l.site !== null && sites.includes(l.site));
    return here || this.view.wasAt(record, sites);
  }

  write(record: WorkingRecord, group: string, cell: Cell): void {
    record.body[group] = cell;
    record.touched.add(group);
    record.pos = cell.p > record.pos ? cell.p : record.pos;
  }

  receipt(device: DeviceNo, epoch: Epoch, seq: Sequence): Receipt | undefined {
    return this.receipts.get(`${device}.${epoch}.${seq}`) ?? this.view.receipt(device, epoch, seq);
  }

  receiptOf(change: ChangeId): Receipt | undefined {
    const parts = parseChangeId(change);
    return parts ? this.receipt(parts.device, parts.epoch, parts.seq) : undefined;
  }

  issuedAgain(device: DeviceNo, was: Origin): ChangeId | undefined {
    const here = this.issued.find(
      (i) => i.device === device && i.was.epoch === was.epoch && i.was.seq === was.seq && i.was.hash === was.hash,
    );
    return here?.id ?? this.view.issuedAgain(device, was);
  }

  putIssuedAgain(issued: IssuedAgain): void {
    this.issued.push(issued);
  }

  putReceipt(receipt: Receipt): void {
    this.receipts.set(`${receipt.device}.${receipt.epoch}.${receipt.seq}`, receipt);
  }

  /** The log entry of a change; undefined when it never arrived, waits, or was refused without a trace. */
  entryOf(change: ChangeId): LogEntry | undefined {
    const receipt = this.receiptOf(change);
    return receipt ? this.entry(receipt.pos) : undefined;
  }

  /** The whole value that a change gave to a group, or undefined when it did not write it. */
  valueOf(change: ChangeId, record: RecordId, group: string): Fields | undefined {
    const isOf = (e: LoggedEdit): boolean => e.record === record || e.named === record;
    return this.entryOf(change)?.edits.find((e) => isOf(e) && e.group === group)?.value;
  }

  /**
   * Notes that what became of an earlier edit has changed (W-2): the edit of that group, and every edit whose outcome is
   * that question. An edit that was asked about only because its record was archived stands applied either way (C-8).
   */
  revise(change: ChangeId, record: RecordId, group: string, question: RecordId | null, outcome: EditOutcome): void {
    const receipt = this.receiptOf(change);
    const entry = receipt && this.entry(receipt.pos);
    if (!receipt || !entry) return;
    const after = entry.edits.map((e, i): EditOutcome => {
      const before = receipt.outcome?.[i] ?? APPLIED;
      if (e.record === record && e.group === group) return outcome;
      return before.kind === 'conflict' && before.question === question ? APPLIED : before;
    });
    this.putReceipt({ ...receipt, outcome: allApplied(after) ? null : after });
  }
}
