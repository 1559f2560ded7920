/**
 * One reading of the replica: rows, bodies and names are looked up once for a view, however often it needs them. A
 * reader lives as long as the call that made it; it is never kept.
 */
import type { ChangeId, PersonId, RecordId } from '../../domain/ids.ts';
import { changeId, parseChangeId } from '../../domain/ids.ts';
import type { Json } from '../../domain/json.ts';
import { valuesOf, type Body } from '../../domain/record/body.ts';
import type { CollectionDef } from '../../domain/schema/types.ts';
import { presentBody } from '../../domain/schema/upcast.ts';
import { canonicalOf, shownOf } from '../replica/record-store.ts';
import type { ChangeRow, PendingRow, RecordRow } from '../replica/tables.ts';
import type { ViewContext } from './context.ts';
import { statementsOf, type ViewStatements } from './statements.ts';

export class Reader {
  readonly ctx: ViewContext;
  readonly statements: ViewStatements;
  private readonly rows = new Map<string, RecordRow | null>();
  private readonly shownBodies = new Map<number, Body>();
  private readonly canonicalBodies = new Map<number, Body>();
  private readonly names = new Map<string, string>();
  private readonly changeRows = new Map<string, ChangeRow | null>();
  /** What other files of a view remember for the length of one reading. */
  readonly remembered = new Map<string, unknown>();

  constructor(ctx: ViewContext) {
    this.ctx = ctx;
    this.statements = statementsOf(ctx.replica);
  }

  row(id: string): RecordRow | null {
    let row = this.rows.get(id);
    if (row === undefined) {
      row = this.ctx.replica.records.byId.get(id) ?? null;
      this.rows.set(id, row);
    }
    return row;
  }

  /** Rows by number, in the order asked for; those that vanished meanwhile are left out. */
  rowsOf(rids: readonly number[]): readonly RecordRow[] {
    const found = new Map(this.statements.byRids.all(JSON.stringify(rids)).map((r) => [r.rid, r]));
    return rids.flatMap((rid) => found.get(rid) ?? []);
  }

  shown(row: RecordRow): Body {
    let body = this.shownBodies.get(row.rid);
    if (!body)
      this.shownBodies.set(row.rid, (body = presentBody(this.ctx.replica.env.schema, row.collection, shownOf(row))));
    return body;
  }

  canonical(row: RecordRow): Body {
    if (row.shown === null) return this.shown(row);
    let body = this.canonicalBodies.get(row.rid);
    if (!body)
      this.canonicalBodies.set(
        row.rid,
        (body = presentBody(this.ctx.replica.env.schema, row.collection, canonicalOf(row))),
      );
    return body;
  }

  def(collection: string): CollectionDef | undefined {
    return this.ctx.replica.env.schema.collections[collection];
  }

  /** One line that names a record; empty when it is not in this replica. */
  name(id: string | null): string {
    if (id === null || id === '') return '';
    let name = this.names.get(id);
    if (name === undefined) {
      const row = this.row(id);
      name = row ? (this.def(row.collection)?.name(valuesOf(this.shown(row))) ?? '') : '';
      this.names.set(id, name);
    }
    return name;
  }

  person(id: PersonId | string | null | undefined): string {
    return this.name(id ?? null) || 'a colleague';
  }

  /** The change behind an id, when it was made on this laptop and is still kept. */
  ownChange(id: ChangeId | undefined): ChangeRow | null {
    const parts = id === undefined ? null : parseChangeId(id);
    if (!parts || parts.device !== this.ctx.replica.identity()?.device) return null;
    return this.change(parts.epoch, parts.seq);
  }

  change(epoch: number, seq: number): ChangeRow | null {
    const key = `${epoch}.${seq}`;
    let row = this.changeRows.get(key);
    if (row === undefined) {
      row = this.ctx.replica.changes.byKey.get(epoch, seq) ?? null;
      this.changeRows.set(key, row);
    }
    return row;
  }

  ownId(epoch: number, seq: number): ChangeId {
    return changeId(this.ctx.replica.identity()?.device ?? 0, epoch, seq);
  }

  pending(row: RecordRow): readonly PendingRow[] {
    return row.shown === null ? [] : this.ctx.replica.pending.ofRecord.all(row.id);
  }

  children(parent: RecordId | string, collection: string): readonly RecordRow[] {
    return this.ctx.replica.records.byParentIn.all(parent, collection);
  }
}

export const text = (value: Json | undefined): string =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
export const numberOf = (value: Json | undefined): number | null => (typeof value === 'number' ? value : null);
export const idIn = (value: Json | undefined): RecordId | null =>
  typeof value === 'string' && value !== '' ? (value as RecordId) : null;
