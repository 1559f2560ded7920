/** Edits and what they saw, in few words. */
import type { Edit, Saw } from '../../domain/change/change.ts';
import type { ChangeId, RecordId } from '../../domain/ids.ts';
import type { Fields } from '../../domain/json.ts';

export const SAW_NOTHING: Saw = { writer: null, canonical: null, archived: null };

/** Saw that writer, which was canonical. */
export function saw(writer: ChangeId | null, archived: ChangeId | null = null): Saw {
  return { writer, canonical: writer, archived };
}

/** `record` null: the n-th record that the change creates, n in order of such edits. */
export interface Sketch extends Omit<Edit, 'record' | 'saw'> {
  readonly record: RecordId | null;
  readonly saw?: Saw;
}

export function edit(
  record: RecordId | null,
  path: `${string}.${string}`,
  set: Fields,
  seen: Saw = SAW_NOTHING,
): Sketch {
  const [collection = '', group = ''] = path.split('.');
  return { record, collection, group, set, saw: seen };
}
