/** Edits as the queue keeps them: as they will travel, with the whole value beside the patch. */
import type { ArchiveSaw, Edit } from '../../domain/change/change.ts';
import type { Fields } from '../../domain/json.ts';

export interface StoredEdit extends Edit {
  /** The whole value of the group as the author saw it after the edit. */
  readonly value: Fields;
  readonly archive?: ArchiveSaw;
  /** The whole value before it, for undo (C-6); absent: nobody had written the group, or the edit created the record. */
  readonly before?: Fields;
}

export function readEdits(text: string): readonly StoredEdit[] {
  return JSON.parse(text) as readonly StoredEdit[];
}

/** What of it leaves the laptop. */
export function asSent({ record, collection, group, set, saw, archive, undoes }: StoredEdit): Edit {
  return { record, collection, group, set, saw, ...(archive ? { archive } : {}), ...(undoes ? { undoes } : {}) };
}
