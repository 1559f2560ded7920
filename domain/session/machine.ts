/**
 * The console's connection as a machine: immutable states, each with only its own fields; time and chance are inputs;
 * what has to be done comes out as actions. The table is total by type: a new state or event does not compile until
 * every cell is decided.
 *
 *          switchOn                       opened            welcomed
 *   off ───────────► resting ──due──► connecting ──► greeting ──────► live
 *    ▲                  ▲  ▲               │             │              │
 *    │ switchOff        │  └───────────────┴── failed ───┴──────────────┘   (full jitter after the cap, Q-3)
 *    └── any state      └──── goodbye: comes back when the server said
 */
import { comeBackDelayMs, retryDelayMs } from '../queue/retry.ts';

export type SessionState =
  | { readonly name: 'off' }
  | { readonly name: 'resting'; readonly since: number; readonly until: number; readonly failures: number }
  | { readonly name: 'connecting'; readonly since: number; readonly failures: number }
  | { readonly name: 'greeting'; readonly since: number; readonly failures: number }
  /** `heardAt`: the last sign of the server's program. `askedAt`: a ping or a batch that waits for its answer. */
  | { readonly name: 'live'; readonly since: number; readonly heardAt: number; readonly askedAt: number | null };

export type SessionEvent =
  | { readonly name: 'switchOn' }
  | { readonly name: 'switchOff' }
  /** The user, new work, or a network that came back asks to try now. */
  | { readonly name: 'wake' }
  /** Time has passed; the machine looks at what is due. */
  | { readonly name: 'tick' }
  | { readonly name: 'opened' }
  | { readonly name: 'welcomed' }
  | { readonly name: 'heard' }
  /** Something was sent that must be answered. */
  | { readonly name: 'asked' }
  | { readonly name: 'goodbye'; readonly comeBackMs: number | null }
  | { readonly name: 'failed' };

export type SessionAction = 'connect' | 'close' | 'ping' | 'noteSilence';

export interface SessionInput {
  /** Milliseconds; only differences matter, and it may jump either way. */
  readonly now: number;
  /** In [0, 1). */
  readonly random: number;
}

export interface SessionStep {
  readonly state: SessionState;
  readonly actions: readonly SessionAction[];
}

/** A satellite needs 1.5 s for a round trip and loses one packet in twenty: these never cut it (N-5). */
export const CONNECT_TIMEOUT_MS = 20_000;
export const GREET_TIMEOUT_MS = 20_000;
export const PING_AFTER_MS = 25_000;
export const SILENCE_MS = 20_000;

type StateOf<Name extends SessionState['name']> = Extract<SessionState, { name: Name }>;
type EventOf<Name extends SessionEvent['name']> = Extract<SessionEvent, { name: Name }>;
type Table = {
  readonly [S in SessionState['name']]: {
    readonly [E in SessionEvent['name']]: (state: StateOf<S>, event: EventOf<E>, input: SessionInput) => SessionStep;
  };
};

const stay = (state: SessionState): SessionStep => ({ state, actions: [] });
const turnOff = (): SessionStep => ({ state: { name: 'off' }, actions: ['close'] });
const rest = (failures: number, input: SessionInput, actions: readonly SessionAction[] = []): SessionStep => ({
  state: { name: 'resting', since: input.now, until: input.now + retryDelayMs(failures, input.random), failures },
  actions,
});
const connect = (failures: number, input: SessionInput): SessionStep => ({
  state: { name: 'connecting', since: input.now, failures },
  actions: ['connect'],
});
const comeBack = (ms: number | null, failures: number, input: SessionInput): SessionStep => {
  const delay = ms === null ? retryDelayMs(Math.max(6, failures + 1), input.random) : comeBackDelayMs(ms, input.random);
  return {
    state: { name: 'resting', since: input.now, until: input.now + delay, failures: failures + 1 },
    actions: ['close'],
  };
};

const TABLE: Table = {
  off: {
    switchOn: (_s, _e, input) => connect(0, input),
    switchOff: stay,
    wake: stay,
    tick: stay,
    opened: stay,
    welcomed: stay,
    heard: stay,
    asked: stay,
    goodbye: stay,
    failed: stay,
  },
  resting: {
    switchOn: stay,
    switchOff: turnOff,
    wake: (s, _e, input) => connect(s.failures, input),
    tick: (s, _e, input) => (input.now >= s.until ? connect(s.failures, input) : stay(s)),
    opened: stay,
    welcomed: stay,
    heard: stay,
    asked: stay,
    goodbye: stay,
    failed: stay,
  },
  connecting: {
    switchOn: stay,
    switchOff: turnOff,
    wake: stay,
    tick: (s, _e, input) =>
      input.now - s.since >= CONNECT_TIMEOUT_MS ? rest(s.failures + 1, input, ['close']) : stay(s),
    opened: (s, _e, input) => stay({ name: 'greeting', since: input.now, failures: s.failures }),
    welcomed: stay,
    heard: stay,
    asked: stay,
    goodbye: (s, e, input) => comeBack(e.comeBackMs, s.failures, input),
    failed: (s, _e, input) => rest(s.failures + 1, input, ['close']),
  },
  greeting: {
    switchOn: stay,
    switchOff: turnOff,
    wake: stay,
    tick: (s, _e, input) =>
      input.now - s.since >= GREET_TIMEOUT_MS ? rest(s.failures + 1, input, ['noteSilence', 'close']) : stay(s),
    opened: stay,
    welcomed: (_s, _e, input) => stay({ name: 'live', since: input.now, heardAt: input.now, askedAt: null }),
    heard: stay,
    asked: stay,
    goodbye: (s, e, input) => comeBack(e.comeBackMs, s.failures, input),
    failed: (s, _e, input) => rest(s.failures + 1, input, ['close']),
  },
  live: {
    switchOn: stay,
    switchOff: turnOff,
    wake: stay,
    tick: (s, _e, input) => {
      if (s.askedAt !== null && input.now - Math.max(s.askedAt, s.heardAt) >= SILENCE_MS)
        return rest(1, input, ['noteSilence', 'close']);
      if (s.askedAt === null && input.now - s.heardAt >= PING_AFTER_MS)
        return { state: { ...s, askedAt: input.now }, actions: ['ping'] };
      return stay(s);
    },
    opened: stay,
    welcomed: stay,
    heard: (s, _e, input) => stay({ ...s, heardAt: input.now, askedAt: null }),
    asked: (s, _e, input) => stay({ ...s, askedAt: s.askedAt ?? input.now }),
    goodbye: (_s, e, input) => comeBack(e.comeBackMs, 0, input),
    failed: (_s, _e, input) => rest(1, input, ['close']),
  },
};

export function stepSession(before: SessionState, event: SessionEvent, input: SessionInput): SessionStep {
  const state = notAheadOf(input.now, before);
  const cell = TABLE[state.name][event.name] as (s: SessionState, e: SessionEvent, i: SessionInput) => SessionStep;
  return cell(state, event, input);
}

/**
 * A laptop's clock may be set back by years (C-9). What began "later than now" began now: waits start over, and none of
 * them grows by the jump.
 */
function notAheadOf(now: number, state: SessionState): SessionState {
  switch (state.name) {
    case 'off':
      return state;
    case 'resting':
      return state.since <= now ? state : { ...state, since: now, until: now + (state.until - state.since) };
    case 'connecting':
    case 'greeting':
      return state.since <= now ? state : { ...state, since: now };
    case 'live': {
      const { since, heardAt, askedAt } = state;
      if (since <= now && heardAt <= now && (askedAt ?? now) <= now) return state;
      const earlier = (at: number): number => Math.min(at, now);
      return {
        ...state,
        since: earlier(since),
        heardAt: earlier(heardAt),
        askedAt: askedAt === null ? null : earlier(askedAt),
      };
    }
  }
}

/** When the machine wants its next tick, milliseconds; null: only an event moves it. */
export function nextTickAt(state: SessionState): number | null {
  switch (state.name) {
    case 'off':
      return null;
    case 'resting':
      return state.until;
    case 'connecting':
      return state.since + CONNECT_TIMEOUT_MS;
    case 'greeting':
      return state.since + GREET_TIMEOUT_MS;
    case 'live':
      return state.askedAt === null
        ? state.heardAt + PING_AFTER_MS
        : Math.max(state.askedAt, state.heardAt) + SILENCE_MS;
  }
}
