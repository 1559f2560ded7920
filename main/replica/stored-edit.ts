/** Edits as the queue keeps them: as they will travel, with the whole value beside the patch. */
import type { ArchiveSaw, Edit } from '../../domain/change/change.ts';
import type { Fields } from '../../domain/json.ts';

export interface StoredEdit extends Edit {
  /** The whole value of the group as the author saw it after the edit. */
  readonly value: Fields;
  readonly archive?: ArchiveSaw;
}

export function readEdits(text: string): readonly StoredEdit[] {
  return JSON.parse(text) as readonly StoredEdit[];
}
