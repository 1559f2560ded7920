/** Whether a visit can be saved as it stands; what is wrong is said at its field. */
import type { Fields } from '../../../domain/json.ts';
import type { VisitView } from '../../../protocol/ipc/views.ts';
import { type FieldErrors, rowErrors } from './new-rows.ts';
import { editKey, shownValue, type VisitForm } from './visit-form.ts';

export function visitErrors(form: VisitForm, view: VisitView): FieldErrors {
  const errors: { [at: string]: string } = {};
  for (const row of form.rows) Object.assign(errors, rowErrors(row));
  const { job } = view;
  if (form.edits[editKey(job.id, 'parts')]) Object.assign(errors, partsErrors(form, view));
  if (form.edits[editKey(job.id, 'progress')]) {
    Object.assign(errors, progressErrors(shownValue(form, job, 'progress'), shownValue(form, job, 'parts')));
  }
  return errors;
}

/** "None" and a list of parts on one page would be two truths. */
function partsErrors(form: VisitForm, view: VisitView): FieldErrors {
  if (shownValue(form, view.job, 'parts')['declared'] !== 'none') return {};
  const added = form.rows.filter((row) => row.collection === 'partLine').length;
  const standing = view.parts.filter((line) => !line.archived).length;
  if (added > 0) return { 'parts.declared': 'Parts are being added below. Remove them, or declare “Parts replaced”.' };
  if (standing > 0) return { 'parts.declared': 'Parts stand below. Strike them first, or declare “Parts replaced”.' };
  return {};
}

function progressErrors(progress: Fields, parts: Fields): FieldErrors {
  const errors: { [at: string]: string } = {};
  const { started, finished, status, outcome, signedBy } = progress;
  if (typeof started === 'number' && typeof finished === 'number' && finished < started) {
    errors['progress.finished'] = 'Finished before it was started';
  }
  if (typeof signedBy === 'string') {
    if (typeof outcome !== 'string') errors['progress.outcome'] = 'Say how it ended before signing off';
    if (status !== 'done') errors['progress.status'] = 'A signed-off visit is done';
    if (typeof parts['declared'] !== 'string')
      errors['parts.declared'] = 'Say whether parts were replaced before signing off';
  }
  return errors;
}
