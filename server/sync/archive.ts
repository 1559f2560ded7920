/** Archiving against editing, on the server (C-8): whatever was not in view makes a question, whichever came first. */
import { creates } from '../../domain/change/change.ts';
import type { EditOutcome } from '../../domain/change/outcome.ts';
import { creatorOf, type ChangeId, type RecordId } from '../../domain/ids.ts';
import { editMissedArchive, unseenByArchiver } from '../../domain/merge/archive.ts';
import type { Cell } from '../../domain/record/body.ts';
import { ARCHIVED } from '../../domain/schema/types.ts';
import { groupOf } from '../../domain/schema/unknown.ts';
import { applyEdit } from './apply-edit.ts';
import type { EditContext } from './edit-context.ts';
import type { WorkingRecord } from './draft.ts';
import { childrenOfThing, thingOf } from './follow.ts';
import { openQuestion, sideOfWriter } from './questions.ts';

/** An edit of the group `archived`: applied when everything was in view, otherwise asked. */
export function afterArchive(c: EditContext): EditOutcome {
  const record = c.draft.record(c.edit.record);
  if (!record || c.value['archived'] !== true || !c.edit.archive) return applyEdit(c);
  const children = childrenOfThing(c.draft, record.id).filter(
    (r) => r.body[ARCHIVED]?.v['archived'] !== true && r.collection !== 'question',
  );
  const unseen = unseenByArchiver(
    record.body,
    children.map((r) => r.id),
    c.edit.archive,
  );
  const cell = record.body[ARCHIVED];
  if (!unseen || cell?.q !== undefined || cell?.v['archived'] === true) return applyEdit(c);
  const writer: ChangeId = 'child' in unseen ? creatorOf(unseen.child) : unseen.writer;
  const open = { archived: false };
  const standing: Cell = cell ?? { v: open, w: [writer], p: c.pos };
  const canonical = sideOfWriter(c, writer, cell ? [...new Set([...cell.w, writer])] : [writer], open);
  return {
    kind: 'conflict',
    question: openQuestion(c, record, { ...standing, v: open, w: canonical.writers }, canonical),
  };
}

/**
 * An edit of, or an addition to, a record that was archived without its author knowing: it is kept, and whether the
 * record stays archived is asked. Gives the question, or null when the author knew or nothing is archived.
 */
export function missedArchive(c: EditContext): RecordId | null {
  if (c.edit.group === ARCHIVED) return null;
  const archived = archivedAbove(c);
  if (!archived || !editMissedArchive(archived.body, c.edit.saw.archived)) return null;
  const cell = archived.body[ARCHIVED] as Cell;
  if (cell.q !== undefined) return cell.q;
  const def = groupOf(c.draft.rules.schema, archived.collection, ARCHIVED);
  const value = { archived: false };
  const about: EditContext = {
    ...c,
    def,
    value,
    edit: { ...c.edit, record: archived.id, collection: archived.collection, group: ARCHIVED },
  };
  return openQuestion(about, archived, cell);
}

/** The record itself, or for one that this change creates, its parent. */
function archivedAbove(c: EditContext): WorkingRecord | null {
  const record = c.draft.record(c.edit.record);
  if (record && !creates(c.change, c.edit.record)) return record;
  const path = c.draft.rules.schema.collections[c.edit.collection]?.parent;
  const parent = path && path.group === c.edit.group ? c.edit.set[path.field] : null;
  return typeof parent === 'string' ? (c.draft.record(thingOf(c.draft, parent as RecordId)) ?? null) : null;
}
