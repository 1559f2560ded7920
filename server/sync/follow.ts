/**
 * Edits of a record that was found to be the same thing as another go to that one (C-10), and are judged there like any
 * edit that did not see what stands. The record itself passes the position, so that its author's label settles (W-6).
 */
import type { Change, Edit } from '../../domain/change/change.ts';
import type { Position, RecordId } from '../../domain/ids.ts';
import { standsFor } from '../../domain/merge/unique.ts';
import { ALIAS } from '../../domain/schema/types.ts';
import type { Draft, WorkingRecord } from './draft.ts';

/** The record that this one stands for in the end; itself, when it is nobody's other. */
export function thingOf(draft: Draft, id: RecordId): RecordId {
  const passed = new Set<RecordId>();
  for (let at = id; !passed.has(at);) {
    passed.add(at);
    const record = draft.record(at);
    const next = record && standsFor(record.body);
    if (!next) return at;
    at = next;
  }
  return id;
}

/** An edit where it goes. `named`: the record that its author named, where that is another. */
export interface Followed {
  readonly edit: Edit;
  readonly named: RecordId | null;
}

/**
 * Where the same change writes that group of that record too, the edit stays where it was written: one change cannot be of
 * two opinions about one group.
 */
export function followed(draft: Draft, change: Change, edit: Edit): Followed {
  const thing = thingOf(draft, edit.record);
  const stays: Followed = { edit, named: null };
  if (thing === edit.record) return stays;
  const same = change.edits.filter((e) => e.group === edit.group && thingOf(draft, e.record) === thing);
  const first = same.find((e) => e.record === thing) ?? same[0];
  return first?.record === edit.record ? { edit: { ...edit, record: thing }, named: edit.record } : stays;
}

export function passAlias(draft: Draft, id: RecordId, pos: Position): void {
  const record = draft.record(id);
  const cell = record?.body[ALIAS];
  if (record && cell) draft.write(record, ALIAS, { ...cell, p: pos });
}

/** What hangs on a record and on those that stand for it, as far down as they go. */
export function childrenOfThing(draft: Draft, id: RecordId): readonly WorkingRecord[] {
  return draft.children(id).flatMap((child) => (isOther(child, id) ? childrenOfThing(draft, child.id) : [child]));
}

function isOther({ body }: WorkingRecord, id: RecordId): boolean {
  return standsFor(body) === id;
}
