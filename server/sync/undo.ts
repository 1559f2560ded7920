/**
 * An undo at the server (C-6): it acts while what it takes back is the only writer of its group and nobody has been asked
 * about it. Otherwise it changes nothing and says whose value stands; its author is told on the record.
 */
import type { EditOutcome } from '../../domain/change/outcome.ts';
import type { PersonId } from '../../domain/ids.ts';
import type { Cell } from '../../domain/record/body.ts';
import { ARCHIVED } from '../../domain/schema/types.ts';
import type { EditContext } from './edit-context.ts';

/** null: it is no undo, or one that acts. Otherwise what became of it, noted on the record. */
export function undoTooLate(c: EditContext): EditOutcome | null {
  const { undoes } = c.edit;
  const record = c.draft.record(c.edit.record);
  if (undoes === undefined || !record) return null;
  const group = groupOf(c);
  const cell = record.body[group];
  if (!cell || isCurrent(cell, undoes)) return null;
  const by = authorOf(c, cell);
  const aside = { writer: c.id, author: c.change.author, rule: 'undone' as const, by };
  // Its author waits until the record has passed this position (W-6).
  c.draft.write(record, group, { ...cell, p: c.pos, ...(cell.q === undefined ? { x: aside } : {}) });
  return { kind: 'superseded', rule: 'undone', by };
}

/** Taking back a creation archives the record: what has to stand as it was is the group that it began with. */
function groupOf({ draft, edit }: EditContext): string {
  const record = draft.record(edit.record);
  const archivedBy = record?.body[ARCHIVED]?.w ?? [];
  const isOfArchiving = edit.undoes !== undefined && archivedBy.includes(edit.undoes);
  if (edit.group !== ARCHIVED || isOfArchiving) return edit.group;
  return draft.rules.schema.collections[edit.collection]?.first ?? edit.group;
}

function isCurrent(cell: Cell, undoes: string): boolean {
  return cell.q === undefined && cell.w.length === 1 && cell.w[0] === undoes;
}

function authorOf({ draft }: EditContext, { w }: Cell): PersonId | null {
  const [first] = w;
  return (first && draft.entryOf(first)?.author) ?? null;
}
