/**
 * Writes changes the way a console does: contiguous sequences, one change per lane under one save id (SAVE-4, SAVE-6), a
 * clock that never runs backwards, and every edit with what it saw (SAVE-5). For the operator's imports and the demo.
 */
import type { Change, Edit, Saw } from '../../domain/change/change.ts';
import { tick, type Hlc } from '../../domain/clock/hlc.ts';
import {
  changeId,
  recordId,
  type ChangeId,
  type DeviceNo,
  type Epoch,
  type PersonId,
  type RecordId,
  type SaveId,
  type Sequence,
} from '../../domain/ids.ts';
import type { Fields } from '../../domain/json.ts';
import { LANES, type Lane, type Role, type Schema } from '../../domain/schema/types.ts';

export interface Author {
  readonly person: PersonId;
  readonly role: Role;
}

/** Values by group, as somebody fills in a form. */
export type Form = { readonly [group: string]: Fields };

export interface PenOptions {
  readonly schema: Schema;
  readonly device: DeviceNo;
  readonly epoch: Epoch;
  /** Sequences up to this one are used. */
  readonly lastSeq: number;
}

export interface Written {
  readonly record: RecordId;
  readonly changes: readonly Change[];
  /** The change that wrote each group: what a later edit of it saw. */
  readonly writers: { readonly [group: string]: ChangeId };
}

export const SAW_NOTHING: Saw = { writer: null, canonical: null, archived: null };

export class Pen {
  private readonly options: PenOptions;
  private seq: number;
  private hlc = 0 as Hlc;

  constructor(options: PenOptions) {
    this.options = options;
    this.seq = options.lastSeq;
  }

  /** Id of the record that the next `create` makes. */
  nextId(): RecordId {
    return recordId(this.options.device, this.options.epoch, this.seq + 1, 0);
  }

  /** A new record. The lane of the collection's first group is written first: that change creates it. */
  create(collection: string, form: Form, by: Author, at: number): Written {
    const record = this.nextId();
    const first = this.options.schema.collections[collection]?.first ?? '';
    return this.write(record, collection, form, () => SAW_NOTHING, { by, at, lead: this.laneOf(collection, first) });
  }

  edit(
    record: RecordId,
    collection: string,
    form: Form,
    saw: (group: string) => Saw,
    when: { by: Author; at: number },
  ): Written {
    return this.write(record, collection, form, saw, { ...when, lead: null });
  }

  private write(
    record: RecordId,
    collection: string,
    form: Form,
    saw: (group: string) => Saw,
    { by, at, lead }: { by: Author; at: number; lead: Lane | null },
  ): Written {
    const save = changeId(this.options.device, this.options.epoch, this.seq + 1);
    const writers: Record<string, ChangeId> = {};
    const changes: Change[] = [];
    for (const lane of LANES.toSorted((a, b) => Number(b === lead) - Number(a === lead))) {
      const groups = Object.keys(form).filter((group) => this.laneOf(collection, group) === lane);
      if (groups.length === 0) continue;
      const edits = groups.map((group): Edit => ({
        record,
        collection,
        group,
        set: form[group] ?? {},
        saw: saw(group),
      }));
      const change = this.next(save, lane, edits, { by, at });
      for (const group of groups) writers[group] = changeId(change.device, change.epoch, change.seq);
      changes.push(change);
    }
    return { record, changes, writers };
  }

  private next(save: ChangeId, lane: Lane, edits: readonly Edit[], { by, at }: { by: Author; at: number }): Change {
    this.seq += 1;
    this.hlc = tick(this.hlc, at);
    const { device, epoch, schema } = this.options;
    return {
      device,
      epoch,
      seq: this.seq as Sequence,
      save: save as string as SaveId,
      lane,
      author: by.person,
      role: by.role,
      schema: schema.version,
      hlc: this.hlc,
      madeAt: at,
      edits,
    };
  }

  private laneOf(collection: string, group: string): Lane {
    const lane = this.options.schema.collections[collection]?.groups[group]?.lane;
    if (lane === undefined) throw new TypeError(`the schema has no group ${collection}.${group}`);
    return lane;
  }
}
