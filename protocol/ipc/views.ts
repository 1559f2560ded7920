/**
 * What the screens are given. Everything here is read from the local replica: no field waits for a network. Times are
 * milliseconds UTC; ids are those of domain/ids.ts.
 */
import type { Saw } from '../../domain/change/change.ts';
import type { ChangeId, PersonId, RecordId } from '../../domain/ids.ts';
import type { Fields } from '../../domain/json.ts';
import type { Label } from '../../domain/label/save-label.ts';
import type { Role } from '../../domain/schema/types.ts';

/** The evidence behind a label, shown on hover, focus or tap; absent parts have not happened yet. */
export interface LabelEvidence {
  readonly savedAt: number | null;
  /** Number of the change on this laptop. */
  readonly change: number | null;
  readonly receivedAt: number | null;
  readonly position: number | null;
  readonly seenBackAt: number | null;
  /** A sentence more, where there is one: why it was refused, whose value a rule kept. */
  readonly because: string | null;
}

export interface LabelView extends Label {
  readonly evidence: LabelEvidence;
  /** The open question behind a conflict label. */
  readonly question: RecordId | null;
}

export interface GroupView {
  readonly group: string;
  readonly title: string;
  readonly value: Fields;
  /** The value in plain words. */
  readonly words: string;
  /** Hand back unchanged with an edit of this group (SAVE-5). */
  readonly saw: Saw;
  readonly label: LabelView;
}

export interface RecordView {
  readonly id: RecordId;
  readonly collection: string;
  readonly name: string;
  readonly archived: boolean;
  readonly groups: { readonly [group: string]: GroupView };
  readonly label: LabelView;
}

export interface PersonView {
  readonly id: PersonId;
  readonly name: string;
  readonly role: Role;
}

/** One line of My work. */
export interface WorkRow {
  readonly id: RecordId;
  readonly number: string;
  readonly title: string;
  readonly kind: string;
  readonly status: string;
  readonly priority: string;
  readonly scheduled: number | null;
  readonly due: number | null;
  readonly siteId: RecordId | null;
  readonly siteName: string;
  readonly room: string;
  readonly equipmentId: RecordId | null;
  readonly equipmentName: string;
  readonly technicianName: string;
  readonly mine: boolean;
  readonly label: LabelView;
}

export interface WorkList {
  readonly rows: readonly WorkRow[];
  /** How many there are beyond those returned. */
  readonly total: number;
  readonly sites: readonly { readonly id: RecordId; readonly name: string; readonly count: number }[];
}

/** All that a visit needs on one page. */
export interface VisitView {
  readonly job: RecordView;
  readonly equipment: RecordView | null;
  readonly site: RecordView | null;
  readonly technician: PersonView | null;
  readonly checklist: readonly RecordView[];
  readonly parts: readonly RecordView[];
  readonly readings: readonly RecordView[];
  readonly notes: readonly RecordView[];
  readonly times: readonly RecordView[];
  readonly mayEdit: boolean;
}

export interface EquipmentRow {
  readonly id: RecordId;
  readonly type: string;
  readonly manufacturer: string;
  readonly model: string;
  readonly serial: string;
  readonly assetTag: string;
  readonly room: string;
  readonly siteName: string;
  readonly condition: string;
  readonly label: LabelView;
}

export interface EquipmentPage {
  readonly rows: readonly EquipmentRow[];
  readonly total: number;
  /** True when `total` is a lower bound ("1,000 or more"). */
  readonly more: boolean;
}

export interface EquipmentView {
  readonly equipment: RecordView;
  readonly site: RecordView | null;
  readonly jobs: readonly WorkRow[];
  readonly readings: readonly {
    readonly quantity: string;
    readonly unit: string;
    readonly low: number | null;
    readonly high: number | null;
    readonly points: readonly { readonly at: number; readonly value: number; readonly id: RecordId }[];
  }[];
}

export interface SideView {
  /** Name of this side towards `answer`. */
  readonly side: string;
  readonly words: string;
  readonly value: Fields;
  /** Lines beneath the value: serial numbers of parts and the like. */
  readonly details: readonly string[];
  readonly person: string;
  readonly role: string;
  readonly madeAt: number;
  readonly receivedAt: number | null;
  /** What they also did on this record around that time. */
  readonly also: readonly string[];
  readonly isMine: boolean;
}

export interface QuestionView {
  readonly id: RecordId;
  /** "Parts replaced". */
  readonly title: string;
  readonly group: string;
  readonly record: RecordId;
  readonly recordCollection: string;
  /** "CT scanner SN 4471 · Radiology B1 · job 20417". */
  readonly about: string;
  readonly siteName: string;
  readonly openedAt: number;
  readonly status: 'open' | 'answered';
  /** The two sides to choose between now; more wait behind (C-7). */
  readonly sides: readonly SideView[];
  readonly sidesWaiting: number;
  readonly reviewer: string | null;
  readonly mayAnswer: boolean;
  readonly answered: {
    readonly side: string | null;
    readonly by: string;
    readonly at: number;
    readonly reason: string | null;
    /** Change that can be taken back with `undo`; null when it was not made on this laptop. */
    readonly undo: string | null;
    readonly label: LabelView;
  } | null;
}

export interface HistoryEntry {
  readonly key: string;
  readonly group: string;
  readonly title: string;
  readonly person: string;
  readonly role: string;
  readonly madeAt: number;
  readonly receivedAt: number | null;
  readonly position: number | null;
  readonly before: string | null;
  readonly after: string;
  /** What became of it in a sentence: "Applied", "Set aside: the lead's schedule was kept", "Asked: …". */
  readonly became: string;
  readonly kind: 'edit' | 'pending' | 'setAside' | 'question' | 'answer' | 'struck';
  /** What can be taken back from here, as it stands: the change and the record (C-6); null: nothing. */
  readonly undo: { readonly change: ChangeId; readonly record: RecordId } | null;
  /** "The laptop’s clock was 3 days ahead": the times of this entry are not to be trusted (C-9). */
  readonly clock: string | null;
}

export interface HistoryView {
  readonly name: string;
  readonly entries: readonly HistoryEntry[];
  /** False when only what this laptop has seen is shown (never fetched, no link). */
  readonly complete: boolean;
  readonly asOf: number | null;
}
