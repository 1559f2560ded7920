/**
 * Archiving against editing (C-8). Whoever archives says what was in view: the writer of every group and the children.
 * Whatever had been written outside that view makes a question, whichever came first; nothing is thrown away.
 */
import type { ArchiveSaw } from '../change/change.ts';
import type { ChangeId, RecordId } from '../ids.ts';
import type { Body } from '../record/body.ts';
import { ALIAS, ARCHIVED } from '../schema/types.ts';

/** A write that an archiver had not seen: a group by its writer, or a child record. Null: all was in view. */
export type Unseen = { readonly group: string; readonly writer: ChangeId } | { readonly child: RecordId };

export function unseenByArchiver(body: Body, children: readonly RecordId[], saw: ArchiveSaw): Unseen | null {
  for (const group of Object.keys(body).toSorted()) {
    // That a question was asked whether it is one thing or two (C-10) is nobody's work on it.
    if (group === ARCHIVED || group === ALIAS) continue;
    const writers = body[group]?.w ?? [];
    const seen = saw.groups[group] ?? null;
    const writer = writers[0];
    if (writer !== undefined && (seen === null || !writers.includes(seen))) return { group, writer };
  }
  const known = new Set(saw.children);
  const child = children.find((c) => !known.has(c));
  return child === undefined ? null : { child };
}

/** True when an edit was made without knowing that its record is archived. */
export function editMissedArchive(body: Body, sawArchived: ChangeId | null): boolean {
  const cell = body[ARCHIVED];
  if (cell?.v['archived'] !== true) return false;
  return sawArchived === null || !cell.w.includes(sawArchived);
}
