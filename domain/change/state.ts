/**
 * The states of a change on the laptop that made it, as a machine with time and evidence as inputs. The table is total
 * by type: a new state or event does not compile until every cell is decided. Labels are derived from these states and
 * from nothing else.
 *
 *   queued ──sent──► sending ──linkLost──► queued
 *     │ └──handedOver──► handed ──sent──► sending
 *     │                    │
 *     └──────────┬─────────┴── answered ──► confirming ──seenBack──► settled
 *                ├── deferred ─► waiting ──answered──► confirming
 *                ├── escrowed ─► escrow ───answered──► confirming
 *                ├── refused ──► held ──reissued──► replaced      held ──released──► queued
 *                └── forked ───► replaced          (issued again under a new epoch)
 *
 *   waiting, escrow, confirming, held, settled ──forgotten──► queued   (a restored server has lost what it had decided)
 */

export const CHANGE_STATES = [
  'queued',
  'sending',
  'handed',
  'waiting',
  'escrow',
  'confirming',
  'held',
  'settled',
  'replaced',
] as const;
export type ChangeState = (typeof CHANGE_STATES)[number];

export const CHANGE_EVENTS = [
  /** Bytes were given to a link. */
  'sent',
  /** The link went before an outcome came. */
  'linkLost',
  /** A bundle or a hub took it. */
  'handedOver',
  /** An outcome that is final for every edit, at a position. */
  'answered',
  /** The server keeps it until a change it depends on arrives. */
  'deferred',
  /** The server keeps it until somebody accepts it. */
  'escrowed',
  /** The server refused it, or a change it depends on is held. */
  'refused',
  /** The replica passed the position of the outcome. */
  'seenBack',
  /** A new change took its place: fixed, sent again, given to another, or issued again under a new epoch. */
  'reissued',
  /** The change that it depended on was replaced or accepted: it may travel again. */
  'released',
  /** The server that had decided it was restored to a time before that (W-12). */
  'forgotten',
] as const;
export type ChangeEvent = (typeof CHANGE_EVENTS)[number];

type Row = Readonly<Record<ChangeEvent, ChangeState | null>>;

/** null: the event says nothing new in that state and is ignored (late, doubled or reordered deliveries). */
const TABLE: Readonly<Record<ChangeState, Row>> = {
  queued: {
    sent: 'sending',
    linkLost: null,
    handedOver: 'handed',
    answered: 'confirming',
    deferred: 'waiting',
    escrowed: 'escrow',
    refused: 'held',
    seenBack: null,
    reissued: 'replaced',
    released: null,
    forgotten: null,
  },
  sending: {
    sent: null,
    linkLost: 'queued',
    handedOver: 'handed',
    answered: 'confirming',
    deferred: 'waiting',
    escrowed: 'escrow',
    refused: 'held',
    seenBack: null,
    reissued: 'replaced',
    released: null,
    forgotten: null,
  },
  handed: {
    sent: 'sending',
    linkLost: null,
    handedOver: null,
    answered: 'confirming',
    deferred: 'waiting',
    escrowed: 'escrow',
    refused: 'held',
    seenBack: null,
    reissued: 'replaced',
    released: null,
    forgotten: null,
  },
  waiting: {
    sent: null,
    linkLost: null,
    handedOver: null,
    answered: 'confirming',
    deferred: null,
    escrowed: 'escrow',
    refused: 'held',
    seenBack: null,
    reissued: 'replaced',
    released: null,
    forgotten: 'queued',
  },
  escrow: {
    sent: null,
    linkLost: null,
    handedOver: null,
    answered: 'confirming',
    deferred: null,
    escrowed: null,
    refused: 'held',
    seenBack: null,
    reissued: 'replaced',
    released: null,
    forgotten: 'queued',
  },
  confirming: {
    sent: null,
    linkLost: null,
    handedOver: null,
    answered: null,
    deferred: null,
    escrowed: null,
    refused: null,
    seenBack: 'settled',
    reissued: 'replaced',
    released: null,
    forgotten: 'queued',
  },
  held: {
    sent: null,
    linkLost: null,
    handedOver: null,
    answered: 'confirming',
    deferred: null,
    escrowed: null,
    refused: null,
    seenBack: null,
    reissued: 'replaced',
    released: 'queued',
    forgotten: 'queued',
  },
  settled: {
    sent: null,
    linkLost: null,
    handedOver: null,
    answered: null,
    deferred: null,
    escrowed: null,
    refused: null,
    seenBack: null,
    reissued: null,
    released: null,
    forgotten: 'queued',
  },
  replaced: {
    sent: null,
    linkLost: null,
    handedOver: null,
    answered: null,
    deferred: null,
    escrowed: null,
    refused: null,
    seenBack: null,
    reissued: null,
    released: null,
    forgotten: null,
  },
};

/** The next state; the same state when the event is no news. */
export function nextState(state: ChangeState, event: ChangeEvent): ChangeState {
  return TABLE[state][event] ?? state;
}

/** Pending: made here, its outcome not yet seen back; it lies on top of the canonical record. */
export function isPending(state: ChangeState): boolean {
  return state !== 'settled' && state !== 'replaced';
}

/** Ready to be given to a link. */
export function isSendable(state: ChangeState): boolean {
  return state === 'queued' || state === 'handed';
}
