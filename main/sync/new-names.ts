/**
 * What changes and records are called after work was issued again (W-2): everything that named the old ones, in values and
 * in what was seen, names the new ones.
 */
import type { ArchiveSaw, Saw } from '../../domain/change/change.ts';
import {
  changeId,
  parseChangeId,
  parseRecordId,
  recordId,
  type ChangeId,
  type DeviceNo,
  type Epoch,
  type RecordId,
  type Sequence,
} from '../../domain/ids.ts';
import type { Fields, Json } from '../../domain/json.ts';
import type { Replica } from '../replica/replica.ts';
import type { ChangeRow } from '../replica/tables.ts';

/** Old names to new ones. */
export class NewNames {
  readonly to: number;
  private readonly device: DeviceNo;
  /** Epoch and sequence of what was made here, to what it is called now. */
  private readonly ids = new Map<string, { readonly epoch: Epoch; readonly seq: Sequence }>();
  private next: number;

  constructor(device: DeviceNo, to: number, replica: Replica) {
    this.device = device;
    this.to = to;
    this.next = (replica.changes.last.get(to)?.seq ?? 0) + 1;
  }

  /** `known`: the id under which the server has it; otherwise it is given the next one here. */
  plan({ epoch, seq }: ChangeRow, known: ChangeId | undefined): void {
    const at = known === undefined ? null : parseChangeId(known);
    this.ids.set(`${epoch}.${seq}`, at ?? { epoch: this.to as Epoch, seq: this.next++ as Sequence });
  }

  seq(epoch: number, old: number): Sequence {
    const id = this.ids.get(`${epoch}.${old}`);
    if (id === undefined) throw new Error(`change ${epoch}.${old} was not planned`);
    return id.seq;
  }

  /** What a moved change depended on, as far as that moved with it: the rest has arrived, or is in another epoch's queue. */
  depends(row: ChangeRow): readonly number[] {
    const before = row.depends === null ? [] : (JSON.parse(row.depends) as readonly number[]);
    return before.flatMap((d) => {
      const id = this.ids.get(`${row.epoch}.${d}`) ?? { epoch: row.epoch, seq: d };
      return id.epoch === this.to ? [id.seq] : [];
    });
  }

  change(id: ChangeId | null): ChangeId | null {
    if (id === null) return null;
    const [device, epoch, seq] = id.split('.').map(Number);
    const moved = device === this.device ? this.ids.get(`${epoch}.${seq}`) : undefined;
    return moved === undefined ? id : changeId(this.device, moved.epoch, moved.seq);
  }

  record(id: RecordId): RecordId {
    const p = parseRecordId(id);
    const moved = p && p.device === this.device ? this.ids.get(`${p.epoch}.${p.seq}`) : undefined;
    return p && moved !== undefined ? recordId(this.device, moved.epoch, moved.seq, p.n) : id;
  }

  /** Values name records too: a part line its job. */
  value(fields: Fields): Fields {
    const out: Record<string, Json> = {};
    for (const [key, v] of Object.entries(fields)) out[key] = typeof v === 'string' ? this.record(v as RecordId) : v;
    return out;
  }

  archive({ groups, children }: ArchiveSaw): ArchiveSaw {
    return {
      groups: Object.fromEntries(Object.entries(groups).map(([group, writer]) => [group, this.change(writer)])),
      children: children.map((child) => this.record(child)),
    };
  }

  saw(saw: Saw): Saw {
    return {
      ...saw,
      writer: this.change(saw.writer),
      canonical: this.change(saw.canonical),
      archived: this.change(saw.archived),
    };
  }
}
