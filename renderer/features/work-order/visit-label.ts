/** The label that speaks for a visit: of its job and its rows the most urgent or least travelled. */
import { LABEL_KINDS } from '../../../domain/label/save-label.ts';
import type { LabelView, VisitView } from '../../../protocol/ipc/views.ts';

export function visitRecords(view: VisitView) {
  return [view.job, ...view.checklist, ...view.parts, ...view.readings, ...view.notes, ...view.times];
}

export function visitLabel(view: VisitView): LabelView {
  return visitRecords(view)
    .map((record) => record.label)
    .reduce(moreUrgent);
}

/** Of two labels the one that speaks for both. */
export function moreUrgent(a: LabelView, b: LabelView): LabelView {
  return LABEL_KINDS.indexOf(b.kind) < LABEL_KINDS.indexOf(a.kind) ? b : a;
}

export const sameLabel = (a: LabelView, b: LabelView): boolean => a.kind === b.kind && a.text === b.text;
