/** What the importer must know of one kind of file: its columns, what makes a row good, and which record a row is. */
import type { StoredRecord } from '../../storage/contract/types.ts';
import type { Form } from '../pen.ts';
import type { Column } from './columns.ts';

/** Cells by field, trimmed; fields without a column are absent, empty cells are ''. */
export type Cells = { readonly [field: string]: string | undefined };

export type Checked =
  | { readonly ok: true; readonly key: string; readonly form: Form; readonly found: StoredRecord | null }
  | { readonly ok: false; readonly reason: string };

export interface ImportKind {
  readonly collection: string;
  readonly columns: readonly Column[];
  /** `key` names one thing in the world: two rows with one key are the same thing. */
  check(cells: Cells): Checked;
}

/** Fields that have something to say: an empty cell leaves what is there. */
export function filled(fields: { readonly [field: string]: string | undefined }): { [field: string]: string } {
  const out: Record<string, string> = {};
  for (const [field, value] of Object.entries(fields)) if (value !== undefined && value !== '') out[field] = value;
  return out;
}
