/** A whole record as it came down, read out of its columns. */
import type { Position, RecordId } from '../../domain/ids.ts';
import type { RowColumns } from '../../protocol/wire/pull.ts';

export interface ArrivedRow {
  readonly id: RecordId;
  readonly collection: string;
  readonly site: RecordId | null;
  readonly parent: string | null;
  readonly k1: string | null;
  readonly k2: string | null;
  readonly sort: number | null;
  readonly pos: Position;
  readonly body: string;
}

export function rowAt(rows: RowColumns, i: number, body: string): ArrivedRow {
  const siteAt = rows.site[i] as number;
  return {
    id: rows.id[i] as RecordId,
    collection: rows.collections[rows.collection[i] as number] as string,
    site: (siteAt < 0 ? null : rows.sites[siteAt]) as RecordId | null,
    parent: rows.parent[i] ?? null,
    k1: rows.k1[i] ?? null,
    k2: rows.k2[i] ?? null,
    sort: rows.sort[i] ?? null,
    pos: rows.pos[i] as Position,
    body,
  };
}
