/** Save, as the screens ask for it: checked, committed, and only then called saved (SAVE-1, SAVE-3). */
import type { Saw } from '../../domain/change/change.ts';
import type { ChangeId, RecordId } from '../../domain/ids.ts';
import { QUESTION } from '../../domain/schema/system.ts';
import { ARCHIVED } from '../../domain/schema/types.ts';
import { ConsoleFault } from '../../protocol/ipc/fault.ts';
import type { AnswerInput, ArchiveInput, SaveInput, UndoInput } from '../../protocol/ipc/inputs.ts';
import { commitSave, sawOf, type Author, type NewEdit, type Saved } from '../replica/commit-change.ts';
import { canonicalOf, shownOf } from '../replica/record-store.ts';
import type { Replica } from '../replica/replica.ts';
import type { RecordRow } from '../replica/tables.ts';
import { archiveView } from './archive-view.ts';
import { keepOnDisk } from './keep-on-disk.ts';
import { keepSignature } from './keep-signature.ts';
import { checkEdit } from './validate.ts';

/** @throws ConsoleFault badInput, notAllowed, notFound, diskFull, cannotSave; nothing was saved then. */
export function save(replica: Replica, author: Author, input: SaveInput): Saved {
  return commitEdits(replica, author, input, newEdits(replica, author, input));
}

/** What was handed in, held against the schema, edit by edit. @throws ConsoleFault badInput, notAllowed, notFound */
export function newEdits(replica: Replica, author: Author, input: Pick<SaveInput, 'edits'>): readonly NewEdit[] {
  const { schema, clock } = replica.env;
  return input.edits.map((e): NewEdit => {
    const row = e.record === null ? undefined : rowOf(replica, e.record);
    const stands = row && shownOf(row)[e.group]?.v;
    const seen = e.seen ?? stands;
    const { record, collection, group } = e;
    checkEdit(schema, author.role, { collection, group, set: e.set, seen, creates: record === null });
    const def = schema.collections[collection]?.groups[group];
    const set = keepSignature(def, { seen, stands, set: e.set, now: clock() });
    const saw = sawIn(e);
    return {
      record,
      collection,
      group,
      set,
      saw: saw.archived === null && e.record === null ? { ...saw, archived: parentArchived(replica, e) } : saw,
      ...(seen ? { seen } : {}),
    };
  });
}

/** `edits`: made of what was handed in. */
export function commitEdits(
  replica: Replica,
  author: Author,
  input: Pick<SaveInput, 'edits'>,
  edits: readonly NewEdit[],
): Saved {
  checkWhole(input);
  return keepOnDisk(() => commitSave(replica, author, edits));
}

function sawIn({ saw: { question, ...saw } }: SaveInput['edits'][number]): Saw {
  return question === undefined ? saw : { ...saw, question };
}

/** UTF-8 bytes of a save's values: with what surrounds them they fit into one frame, however badly they compress. */
const MAX_SAVE_BYTES = 512 * 1024;

/** @throws ConsoleFault badInput for what no single edit shows. */
function checkWhole({ edits }: Pick<SaveInput, 'edits'>): void {
  const groups = edits.flatMap((e) => (e.record === null ? [] : [`${e.record} ${e.group}`]));
  if (new Set(groups).size < groups.length) throw badInput('This was handed in twice.', 'twice');
  const bytes = edits.reduce((sum, e) => sum + Buffer.byteLength(JSON.stringify(e.set)), 0);
  if (bytes > MAX_SAVE_BYTES) throw badInput('This is too much for one save. Save a part of it first.', 'too-much');
}

function badInput(words: string, code: string): ConsoleFault {
  return new ConsoleFault({ kind: 'badInput', words, field: null, code });
}

/** A new record says whether its parent was archived in view (C-8). */
function parentArchived(replica: Replica, edit: SaveInput['edits'][number]): ChangeId | null {
  const parent = replica.env.schema.collections[edit.collection]?.parent;
  const above = parent && parent.group === edit.group ? edit.set[parent.field] : null;
  const row = typeof above === 'string' ? replica.records.byId.get(above) : undefined;
  return (row && shownOf(row)[ARCHIVED]?.w[0]) ?? null;
}

/** Archiving carries everything that was in view (C-8). */
export function archive(replica: Replica, author: Author, input: ArchiveInput): Saved {
  const row = rowOf(replica, input.id);
  const shown = shownOf(row);
  const edit: NewEdit = {
    record: input.id,
    collection: row.collection,
    group: ARCHIVED,
    set: { archived: input.archived, reason: input.reason },
    saw: sawOf(shown[ARCHIVED], canonicalOf(row)[ARCHIVED], shown[ARCHIVED]),
    archive: archiveView(replica, row),
  };
  return keepOnDisk(() => commitSave(replica, author, [edit]));
}

/** An answer is itself a change, possible offline (C-5). */
export function answer(replica: Replica, author: Author, input: AnswerInput): Saved {
  const set = { chosen: input.side, against: [...input.against], undoes: null, reason: input.reason };
  return keepOnDisk(() => commitSave(replica, author, [answerEdit(replica, author, input.question, set)]));
}

export function undoAnswer(replica: Replica, author: Author, input: UndoInput): Saved {
  const set = { chosen: null, against: null, undoes: input.answer, reason: null };
  return keepOnDisk(() => commitSave(replica, author, [answerEdit(replica, author, input.question, set)]));
}

function answerEdit(replica: Replica, author: Author, question: RecordId, set: NewEdit['set']): NewEdit {
  const row = rowOf(replica, question);
  const shown = shownOf(row);
  checkEdit(replica.env.schema, author.role, {
    collection: QUESTION,
    group: 'answer',
    set,
    seen: undefined,
    creates: false,
  });
  return {
    record: question,
    collection: QUESTION,
    group: 'answer',
    set,
    saw: sawOf(shown['answer'], canonicalOf(row)['answer'], undefined),
    seen: {},
  };
}

function rowOf(replica: Replica, id: RecordId): RecordRow {
  const row = replica.records.byId.get(id);
  if (row) return row;
  throw new ConsoleFault({
    kind: 'notFound',
    words: 'This record is not on this laptop any more.',
    field: null,
    code: 'no-record',
  });
}
