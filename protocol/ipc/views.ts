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
  /** The open question behind a conflict label, or the answered one behind a value that was set aside. */
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
  /** What somebody decided about it, as long as that stands (C-5); absent: nobody was asked. */
  readonly decided?: DecisionView;
}

/** The outcome of a question at the place where its value stands. */
export interface DecisionView {
  readonly question: RecordId;
  readonly by: string;
  readonly at: number;
  readonly reason: string | null;
  /** The value that was kept, and whose it was. */
  readonly kept: string;
  readonly keptOf: string;
  /** What became of the reader's own value; null when none of the sides was theirs. */
  readonly mine: 'kept' | 'setAside' | null;
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

/** Who signed a visit off, what they said by it, and whether it is still what they signed (H-7). */
export interface SignatureView {
  readonly signer: string;
  readonly at: number | null;
  /** "I performed this work"; empty when it was not recorded. */
  readonly meaning: string;
}
export type SignOffView =
  | ({ readonly state: 'signed' | 'unproved' } & SignatureView)
  | ({ readonly state: 'changed'; readonly changes: readonly ChangedAfterView[] } & SignatureView)
  | { readonly state: 'takenBack'; readonly at: number; readonly by: string | null };

/** A group that is not as it was signed; who and when as far as this laptop knows. */
export interface ChangedAfterView {
  readonly group: string;
  readonly title: string;
  readonly by: string | null;
  readonly at: number | null;
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
  readonly signOff: 'none' | 'signed' | 'changed';
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
  /** null: nobody signed it off. */
  readonly signOff: SignOffView | null;
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

/** An entry of a device in the register; `id` null: it is not on this laptop. */
export interface EntryView {
  readonly id: RecordId | null;
  readonly words: string;
}

/** A device that was entered twice (C-10). */
export interface EntriesView {
  /** The entry that is kept, where this one is another one of the same device. */
  readonly keptAs: EntryView | null;
  /** Other entries of this device; their jobs and readings stand here as well. */
  readonly also: readonly EntryView[];
  /** The open question whether it is one device or two. */
  readonly asked: RecordId | null;
}

export interface EquipmentView {
  readonly equipment: RecordView;
  readonly entries: EntriesView;
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
  /** "That laptop’s clock was 3 h ahead": the time cannot be trusted (C-9). */
  readonly clock: string | null;
  /** What they also did on this record around that time. */
  readonly also: readonly string[];
  readonly isMine: boolean;
  /** What its button says; null: "Keep the first". */
  readonly deed: string | null;
}

export interface QuestionView {
  readonly id: RecordId;
  /** "Parts replaced". */
  readonly title: string;
  /** The whole sentence where "Which is right for (title)?" would not be one. */
  readonly asks: string | null;
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
  readonly reviewerRole: string | null;
  readonly mayAnswer: boolean;
  /** Asked of the reader; `mayAnswer` also holds for what others are asked first. */
  readonly forMe: boolean;
  /** It waited too long and was passed on: when, and by whom it had not been answered. */
  readonly passedOn: { readonly at: number; readonly from: string | null } | null;
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

/** The questions that fit a filter, and what else could be chosen. */
export interface QuestionList {
  readonly rows: readonly QuestionView[];
  /** How many there are beyond those returned. */
  readonly total: number;
  readonly sites: readonly { readonly id: RecordId; readonly name: string; readonly count: number }[];
  /** What is asked about: `key` for the filter, the title in words. */
  readonly kinds: readonly { readonly key: string; readonly title: string; readonly count: number }[];
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
  /** What stood until then. */
  readonly before: string | null;
  /** What its author had in view, where that was another value than `before`. */
  readonly saw: string | null;
  readonly after: string;
  /** What became of it in a sentence: "Applied", "Set aside: the lead's schedule was kept", "Asked: …". */
  readonly became: string;
  readonly kind: 'edit' | 'pending' | 'setAside' | 'question' | 'answer' | 'struck';
  /** What can be taken back from here, as it stands: the change and the record (C-6); null: nothing. */
  readonly undo: { readonly change: ChangeId; readonly record: RecordId } | null;
  /** "by link", "at the server"; null: it is not there yet. */
  readonly path: string | null;
  /** The question that this entry tells of, or led to. */
  readonly question: RecordId | null;
  /** "The laptop’s clock was 3 days ahead": the times of this entry are not to be trusted (C-9). */
  readonly clock: string | null;
}

export interface HistoryView {
  readonly name: string;
  /** A page of those that were asked for, oldest first. */
  readonly entries: readonly HistoryEntry[];
  /** Entries of the whole story, and of those that were asked for. */
  readonly total: number;
  readonly found: number;
  /** Names to narrow by, of the whole story. */
  readonly people: readonly string[];
  readonly parts: readonly string[];
  /** False when only what this laptop has seen is shown (never fetched, no link). */
  readonly complete: boolean;
  readonly asOf: number | null;
}

/** A file for the person, as it came from the server. */
export interface ExportedFile {
  readonly name: string;
  readonly base64: string;
}
