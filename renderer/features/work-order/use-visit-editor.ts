/**
 * The editor of one visit: the form, its autosaved draft, and the one call that saves it. A save that fails leaves the
 * form and the draft as they were (SAVE-3).
 */
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { RecordId } from '../../../domain/ids.ts';
import type { SaveResult } from '../../../protocol/ipc/api.ts';
import type { Fault } from '../../../protocol/ipc/fault.ts';
import type { LabelView, PersonView, VisitView } from '../../../protocol/ipc/views.ts';
import { now, useDebounced } from '../../app/clock.ts';
import { queries } from '../../app/queries.ts';
import { trpc } from '../../ipc/client.ts';
import { faultOf } from '../../ui/ErrorState.tsx';
import { buildSave } from './build-save.ts';
import { buildSignOff, signOffErrors, type SigningWords } from './build-sign-off.ts';
import { visitErrors } from './check-visit.ts';
import type { FieldErrors } from './new-rows.ts';
import { draftOf } from './read-draft.ts';
import type { Visit } from './visit-context.ts';
import {
  addRow,
  afterSave,
  editKey,
  EMPTY_FORM,
  groupOf,
  isDirty,
  keepMine,
  removeRow,
  setFields,
  setRow,
  type VisitForm,
  withoutEdit,
} from './visit-form.ts';
import { useUndoSave, type UndoSave } from './use-undo-save.ts';
import { visitLabel, visitRecords } from './visit-label.ts';

export interface VisitEditor {
  readonly visit: Visit;
  readonly dirty: boolean;
  readonly failed: Fault | null;
  /** Label of the last save, until the view has it. */
  readonly saved: LabelView | null;
  /** How often it was saved since it was opened. */
  readonly saves: number;
  /** Goes up each time a save was stopped by something wrong in a field. */
  readonly refusals: number;
  readonly undo: UndoSave;
  readonly save: () => Promise<boolean | null>;
  readonly throwAway: () => void;
}

/** JSON as the door types it: the same values, not marked readonly. */
type DraftValue = Parameters<typeof trpc.records.keepDraft.mutate>[0]['value'];

const DRAFT_PAUSE_MS = 400;
const NO_ERRORS: FieldErrors = {};
/** What was tried last and could not be done as the form stands: from then on its errors are shown. */
const CHECKS = { saving: visitErrors, signing: signOffErrors };
type Tried = 'nothing' | keyof typeof CHECKS;

export function useVisitEditor(view: VisitView, me: PersonView | null, start: VisitForm): VisitEditor {
  const client = useQueryClient();
  const [form, setForm] = useState(start);
  const [tried, setTried] = useState<Tried>('nothing');
  const [saving, setSaving] = useState(false);
  const [failed, setFailed] = useState<Fault | null>(null);
  const [saved, setSaved] = useState<LabelView | null>(null);
  const [saves, setSaves] = useState(0);
  const [refusals, setRefusals] = useState(0);
  const undo = useUndoSave();
  const dirty = isDirty(form);
  const key = draftKey(view.job.id, me);

  const draft = useDebounced(() => {
    if (dirty) void trpc.records.keepDraft.mutate({ key, value: draftOf(form) as DraftValue }).catch(() => undefined);
    else void trpc.records.dropDraft.mutate({ key }).catch(() => undefined);
  }, DRAFT_PAUSE_MS);
  const change = (next: (form: VisitForm) => VisitForm): void => {
    setForm(next);
    setSaved(null);
    undo.withdraw();
    draft.soon();
  };

  const errors = tried === 'nothing' ? NO_ERRORS : withFault(CHECKS[tried](form, view), failed);

  const save = async (): Promise<boolean | null> => {
    if (!dirty || saving || !isWhole('saving')) return null;
    const fault = await store(() => trpc.records.save.mutate(buildSave(form, view.job.id, now())));
    setFailed(fault);
    return fault === null;
  };

  /** Says at their fields what is missing for `what`. */
  const isWhole = (what: keyof typeof CHECKS): boolean => {
    setTried(what);
    setFailed(null);
    const whole = Object.keys(CHECKS[what](form, view)).length === 0;
    if (!whole) setRefusals((n) => n + 1);
    return whole;
  };

  /** Signing is a save; a wrong PIN is said in its dialog, and the form is as it was. */
  const sign = async (words: SigningWords): Promise<Fault | null> => {
    if (!isWhole('signing')) return null;
    const fault = await store(() => trpc.records.signOff.mutate(buildSignOff(form, view, words, now())));
    if (fault?.field && fault.kind !== 'wrongPin') setFailed(fault);
    return fault;
  };

  const store = async (call: () => Promise<SaveResult>): Promise<Fault | null> => {
    setSaving(true);
    draft.cancel();
    try {
      const result = await call();
      setSaved(result.label);
      setSaves((n) => n + 1);
      setTried('nothing');
      await settle();
      undo.offer(result);
      return null;
    } catch (error) {
      draft.soon();
      return faultOf(error);
    } finally {
      setSaving(false);
    }
  };

  /** The form gives way to the view only when the view has what was saved, so that nothing flickers back. */
  const settle = async (): Promise<void> => {
    const fresh = await client.fetchQuery({ ...queries.visit(view.job.id), staleTime: 0 }).catch(() => null);
    setForm((latest) => afterSave(latest, form, fresh ? visitRecords(fresh) : []));
    if (fresh) setSaved(null);
    await trpc.records.dropDraft.mutate({ key }).catch(() => undefined);
    draft.soon();
  };

  const visit: Visit = {
    view,
    form,
    errors,
    me,
    mayEdit: view.mayEdit,
    label: visitLabel(view),
    saving,
    set: (record, group, patch) => change((f) => setFields(f, record, group, patch)),
    addRow: (collection, entered) => change((f) => addRow(f, view.job, collection, entered)),
    setRow: (row, patch) => change((f) => setRow(f, row, patch)),
    removeRow: (row) => change((f) => removeRow(f, view.job, row)),
    takeTheirs: (record, group) => change((f) => withoutEdit(f, editKey(record.id, group))),
    maySign: () => isWhole('signing'),
    sign,
    keepMine: (record, group) =>
      change((f) => keepMine(f, editKey(record.id, group), groupOf(record, group).saw.writer)),
  };

  const throwAway = (): void => {
    setTried('nothing');
    setFailed(null);
    change(() => EMPTY_FORM);
  };
  return { visit, dirty, failed, saved, saves, refusals, undo, save, throwAway };
}

/** Two people on one laptop keep their drafts apart. */
export function draftKey(job: RecordId, me: PersonView | null): string {
  return `visit:${job}:${me?.id ?? 'nobody'}`;
}

function withFault(errors: FieldErrors, fault: Fault | null): FieldErrors {
  return fault?.field ? { ...errors, [fault.field]: fault.words } : errors;
}
