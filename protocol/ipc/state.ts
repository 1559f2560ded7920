/** The state of the console as its frame shows it: who works here, the link in words, what waits. */
import type { LinkReason, LinkStep, StepMark } from '../../domain/link/reason.ts';
import type { Lane } from '../../domain/schema/types.ts';
import type { WeatherName } from '../../domain/weather/weather.ts';
import type { HeldItem } from './held.ts';
import type { PersonView } from './views.ts';

export interface LinkView {
  readonly switchedOn: boolean;
  /** `unproved`: connected, but no write has completed yet on this connection (N-1). */
  readonly phase: 'off' | 'connecting' | 'unproved' | 'works' | 'cannot';
  readonly reason: LinkReason | null;
  /** "Wi-Fi is up, but a sign-in page is in the way". */
  readonly says: string;
  readonly do: string;
  readonly steps: Readonly<Record<LinkStep, StepMark>>;
  readonly retryAt: number | null;
  readonly lastWriteAt: number | null;
  readonly server: string | null;
}

export interface LaneView {
  readonly lane: Lane;
  readonly count: number;
  readonly bytes: number;
  readonly oldest: number | null;
}

/** What this laptop holds that nobody else has. */
export interface WaitingView {
  readonly total: number;
  readonly oldest: number | null;
  readonly lanes: readonly LaneView[];
  readonly held: number;
  readonly confirming: number;
}

export interface ReplicaView {
  readonly records: number;
  /** First sync or a long catch-up under way: done and total records, or null. */
  readonly catchUp: { readonly done: number; readonly total: number; readonly etaMs: number | null } | null;
}

export interface AppState {
  readonly phase: 'firstRun' | 'locked' | 'open';
  readonly person: PersonView | null;
  readonly organisation: string | null;
  readonly deviceName: string | null;
  readonly link: LinkView;
  readonly waiting: WaitingView;
  /** Questions that I may answer. */
  readonly questions: number;
  readonly replica: ReplicaView;
  readonly shell: 'electron' | 'browser';
  readonly version: string;
  readonly serverHint: string | null;
  /** Offers "Try the demo hospital". */
  readonly demoOffered: boolean;
  /** Clock of this laptop against the server, milliseconds; null before the first exchange. */
  readonly clockErrorMs: number | null;
  /** The reserve for the queue is being used up (SAVE-3). */
  readonly diskLow: boolean;
  /** Training weather on this console's link; null: the real one. */
  readonly weather: WeatherName | null;
  /** The disk failed; nothing is read or saved any more until the app was started again (SAVE-3). */
  readonly diskFailed: DiskFailure | null;
}

/** What is wrong with the disk, and what to do now. */
export interface DiskFailure {
  readonly says: string;
  readonly do: string;
}

export interface QueueItemView {
  readonly seq: number;
  readonly title: string;
  readonly lane: Lane;
  readonly madeAt: number;
  readonly bytes: number;
  readonly state: string;
}

export interface Ledger {
  readonly made: number;
  readonly applied: number;
  readonly superseded: number;
  readonly inQuestion: number;
  readonly held: number;
  readonly waiting: number;
  readonly escrow: number;
  readonly replaced: number;
  readonly pending: number;
  readonly balances: boolean;
  /** What the server counted when the books were last held against each other; null: never (L-1). */
  readonly server: ServerBooks | null;
}

/** The server is right about what became of the edits that it has, also of those that a rule moved later. */
export interface ServerBooks {
  readonly at: number;
  readonly agrees: boolean;
  /** What does not fit, in words. */
  readonly says: readonly string[];
  readonly applied: number;
  readonly superseded: number;
  readonly inQuestion: number;
}

/** Records here that differed from the server's and were put right, or could not be (W-8). */
export interface MendedView {
  /** Repairs so far. */
  readonly count: number;
  readonly at: number;
  /** The last one, in a sentence. */
  readonly words: string;
}

export interface SyncView {
  readonly sentence: string;
  readonly link: LinkView;
  readonly waiting: WaitingView;
  readonly queue: readonly QueueItemView[];
  readonly held: readonly HeldItem[];
  readonly ledger: Ledger;
  readonly cursor: number;
  readonly lastExchangeAt: number | null;
  /** null: never was anything to be put right. */
  readonly mended: MendedView | null;
}
