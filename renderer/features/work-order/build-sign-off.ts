/**
 * What is handed in when a visit is signed off: the form as it stands, which is saved with it, the writers of what else is
 * signed, and the PIN. The PIN comes from the dialog and is kept nowhere.
 */
import type { Meaning } from '../../../domain/schema/hospital.ts';
import type { SignOffInput } from '../../../protocol/ipc/inputs.ts';
import type { VisitView } from '../../../protocol/ipc/views.ts';
import { buildSave } from './build-save.ts';
import { visitErrors } from './check-visit.ts';
import type { FieldErrors } from './new-rows.ts';
import { editKey, groupOf, setFields, shownValue, type VisitForm } from './visit-form.ts';

export interface SigningWords {
  readonly meaning: Meaning;
  readonly pin: string;
}

/** What keeps the visit from being signed as it stands, by field; it is checked before the PIN is asked for. */
export function signOffErrors(form: VisitForm, view: VisitView): FieldErrors {
  // Any signature will do: it makes the checks of a signed visit apply.
  return visitErrors(setFields(form, view.job, 'progress', { status: 'done', signedBy: view.job.id }), view);
}

export function buildSignOff(form: VisitForm, view: VisitView, words: SigningWords, now: number): SignOffInput {
  const { job } = view;
  const finished = shownValue(form, job, 'progress')['finished'];
  const done = { status: 'done', finished: typeof finished === 'number' ? finished : now };
  const { edits } = buildSave(setFields(form, job, 'progress', done), job.id, now);
  const progress = groupOf(job, 'progress');
  const isThere = edits.some((e) => e.record === job.id && e.group === 'progress');
  const untouched = {
    record: job.id,
    collection: job.collection,
    group: 'progress',
    set: {},
    saw: { ...progress.saw },
  };
  return {
    ...words,
    id: job.id,
    edits: isThere ? edits : [...edits, untouched],
    saw: { parts: groupOf(job, 'parts').saw.writer, findings: groupOf(job, 'findings').saw.writer },
  };
}

/** Groups that a sign-off speaks for: an open edit of one of them would mark a signed visit as changed. */
export function changesWhatWasSigned(form: VisitForm, view: VisitView): boolean {
  return ['progress', 'parts', 'findings'].some((group) => form.edits[editKey(view.job.id, group)] !== undefined);
}
