/** The state of the console as its frame shows it: who works here, the link in words, what waits. */
import type { LinkReason, LinkStep, StepMark } from '../../domain/link/reason.ts';
import type { Lane } from '../../domain/schema/types.ts';
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
}

export interface HeldItem {
  readonly seq: number;
  readonly title: string;
  readonly record: string;
  readonly madeAt: number;
  readonly lane: Lane;
  readonly reason: string;
  /** Held only because something it depends on is held. */
  readonly dependency: boolean;
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
}
