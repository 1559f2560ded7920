/**
 * The verbs of the console: what the router validates for and calls, one verb each, and what the main process provides.
 * A verb throws `ConsoleFault` for what a person can be told; anything else is a bug.
 */
import type { ChangeId, RecordId } from '../../domain/ids.ts';
import type { Json } from '../../domain/json.ts';
import type { WeatherName } from '../../domain/weather/weather.ts';
import type {
  AnswerInput,
  ArchiveInput,
  EnrolDemoInput,
  EnrolInput,
  EquipmentSearchInput,
  ExportHistoryInput,
  FixHeldInput,
  GiveHeldInput,
  HistoryPageInput,
  ReviewListInput,
  SaveInput,
  SettingsInput,
  SignOffInput,
  TeamInput,
  UndoChangeInput,
  UndoInput,
  WorkListInput,
} from './inputs.ts';
import type { AppState, SyncView } from './state.ts';
import type { TeamView } from './team.ts';
import type {
  EquipmentPage,
  EquipmentView,
  ExportedFile,
  HistoryView,
  LabelView,
  PersonView,
  QuestionList,
  QuestionView,
  VisitView,
  WorkList,
} from './views.ts';

export interface SaveResult {
  /** Records in the order of the edits; new ones have their id here. */
  readonly records: readonly RecordId[];
  readonly changes: readonly ChangeId[];
  readonly savedAt: number;
  readonly label: LabelView;
}

export interface DemoPerson extends PersonView {
  /** "Technician, Mercy Clermont". */
  readonly about: string;
}

export interface Settings {
  readonly theme: 'system' | 'light' | 'dark' | 'sunlight';
  readonly textSize: 'normal' | 'large';
  readonly density: 'normal' | 'glove';
  /** Desktop notices of new questions; absent: as the shell begins (on in Electron, off in a browser). */
  readonly notices?: 'on' | 'off';
}

/** News that is for the desktop: shown outside of the window, or a click on what was shown there. */
export type Announcement =
  | { readonly kind: 'show'; readonly notice: Notice }
  | { readonly kind: 'open'; readonly question: RecordId | null };

export interface Notice {
  /** The same news in two windows is shown once. */
  readonly id: string;
  readonly title: string;
  readonly body: string;
  /** What a click opens; null: the queue. */
  readonly question: RecordId | null;
}

/** What changed in the replica; `records` is null when too many to name: ask again for all that is shown. */
export interface Changed {
  readonly records: readonly RecordId[] | null;
  readonly collections: readonly string[];
}

export interface Draft {
  readonly value: Json;
  readonly keptAt: number;
}

export interface ConsoleApi {
  state(): AppState;
  onState(listener: (state: AppState) => void): () => void;
  onChanged(listener: (changed: Changed) => void): () => void;
  /** For a page that can show notices, or go where one leads. */
  onAnnounced(listener: (announced: Announcement) => void): () => void;

  demoPeople(): Promise<readonly DemoPerson[]>;
  enrolDemo(input: EnrolDemoInput): Promise<void>;
  enrol(input: EnrolInput): Promise<void>;
  unlock(pin: string): Promise<void>;
  lock(): void;

  workList(input: WorkListInput): WorkList;
  visit(id: RecordId): VisitView | null;
  equipmentSearch(input: EquipmentSearchInput): EquipmentPage;
  equipment(id: RecordId): EquipmentView | null;
  people(): readonly PersonView[];

  save(input: SaveInput): SaveResult;
  /** A save that signs the visit off, after the PIN was asked for again (H-7). */
  signOff(input: SignOffInput): SaveResult;
  archive(input: ArchiveInput): SaveResult;
  /** Takes back what a change did, where it still stands (C-6). */
  undo(input: UndoChangeInput): SaveResult;
  draft(key: string): Draft | null;
  keepDraft(key: string, value: Json): void;
  dropDraft(key: string): void;

  questions(input: ReviewListInput): QuestionList;
  question(id: RecordId): QuestionView | null;
  answer(input: AnswerInput): SaveResult;
  undoAnswer(input: UndoInput): SaveResult;
  history(id: RecordId, page?: HistoryPageInput): Promise<HistoryView | null>;
  /** Made by the server, with its proof: there is none without a link. */
  exportHistory(input: ExportHistoryInput): Promise<ExportedFile>;

  sync(): SyncView;
  switchLink(on: boolean): void;
  tryNow(): void;
  /** Makes a new change from a held one, replacing it. */
  resendHeld(seq: number): SaveResult;
  /** The same with other values, said at the field where they are wrong. */
  fixHeld(input: FixHeldInput): SaveResult;
  /** Makes a job of it for somebody else, who finds it in My work. */
  giveHeld(input: GiveHeldInput): SaveResult;
  exportHeld(): string;

  /** For leads, managers and administrators. */
  team(input: TeamInput): TeamView;
  /** The page of a record is on screen; `left`: not any more, `edited` when something was entered there (STAT-1). */
  opened(id: RecordId): void;
  left(id: RecordId, edited: boolean): void;

  settings(): Settings;
  changeSettings(change: SettingsInput): Settings;
  /** For training and demos, on this console's link, until it is cleared or the console ends. */
  setWeather(weather: WeatherName): void;
  /** Starts another console as another person on this machine (demo only) and gives its address. */
  openAnotherConsole(): Promise<{ readonly url: string }>;
}
