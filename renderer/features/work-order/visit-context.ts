/** What every section of a visit needs, handed down once. */
import { createContext, use } from 'react';
import type { Fields } from '../../../domain/json.ts';
import type { LabelView, PersonView, RecordView, VisitView } from '../../../protocol/ipc/views.ts';
import type { Fault } from '../../../protocol/ipc/fault.ts';
import type { SigningWords } from './build-sign-off.ts';
import type { FieldErrors } from './new-rows.ts';
import type { NewRow, RowCollection, VisitForm } from './visit-form.ts';

export interface Visit {
  readonly view: VisitView;
  readonly form: VisitForm;
  readonly errors: FieldErrors;
  readonly me: PersonView | null;
  /** False for who may only read. */
  readonly mayEdit: boolean;
  /** The label that speaks for the whole visit; sections show their own only where it differs. */
  readonly label: LabelView;
  readonly saving: boolean;
  readonly set: (record: RecordView, group: string, patch: Fields) => void;
  readonly addRow: (collection: RowCollection, entered: NewRow['entered']) => void;
  readonly setRow: (key: string, patch: NewRow['entered']) => void;
  readonly removeRow: (key: string) => void;
  readonly takeTheirs: (record: RecordView, group: string) => void;
  /** False when something is missing for a signature; then it is said at its field. */
  readonly maySign: () => boolean;
  /** Signs and saves; null when that is done. */
  readonly sign: (words: SigningWords) => Promise<Fault | null>;
  readonly keepMine: (record: RecordView, group: string) => void;
}

export const VisitContext = createContext<Visit | null>(null);

export function useVisitForm(): Visit {
  const visit = use(VisitContext);
  if (!visit) throw new Error('useVisitForm outside a visit');
  return visit;
}
