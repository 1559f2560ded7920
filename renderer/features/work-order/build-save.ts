/** One save from one form: only the groups that were changed, each with what it saw, and the new rows. */
import type { Saw } from '../../../domain/change/change.ts';
import type { RecordId } from '../../../domain/ids.ts';
import type { SaveInput } from '../../../protocol/ipc/inputs.ts';
import { rowFields } from './new-rows.ts';
import type { VisitForm } from './visit-form.ts';

/** A record that does not exist yet was seen by nobody. */
const SAW_NOTHING: Saw = { writer: null, canonical: null, archived: null };

export function buildSave(form: VisitForm, workOrder: RecordId, now: number): SaveInput {
  const changed = Object.values(form.edits).map(({ record, collection, group, set, saw }) => ({
    record,
    collection,
    group,
    set: set as SaveInput['edits'][number]['set'],
    saw: { ...saw },
  }));
  const added = form.rows.map((row) => ({
    record: null,
    collection: row.collection,
    group: 'entry',
    set: rowFields(row, workOrder, now) as SaveInput['edits'][number]['set'],
    saw: { ...SAW_NOTHING },
  }));
  return { edits: [...changed, ...added] };
}
