import { describe, expect, it } from 'vitest';
import {
  CHANGE_EVENTS,
  CHANGE_STATES,
  isPending,
  isSendable,
  nextState,
  type ChangeEvent,
  type ChangeState,
} from './state.ts';

/** Every step that changes something, written down a second time: all other cells must stay where they are. */
const MOVES: Readonly<Record<ChangeState, Partial<Record<ChangeEvent, ChangeState>>>> = {
  queued: {
    sent: 'sending',
    handedOver: 'handed',
    answered: 'confirming',
    deferred: 'waiting',
    escrowed: 'escrow',
    refused: 'held',
    reissued: 'replaced',
  },
  sending: {
    linkLost: 'queued',
    handedOver: 'handed',
    answered: 'confirming',
    deferred: 'waiting',
    escrowed: 'escrow',
    refused: 'held',
    reissued: 'replaced',
  },
  handed: {
    sent: 'sending',
    answered: 'confirming',
    deferred: 'waiting',
    escrowed: 'escrow',
    refused: 'held',
    reissued: 'replaced',
  },
  waiting: {
    answered: 'confirming',
    escrowed: 'escrow',
    refused: 'held',
    reissued: 'replaced',
    forgotten: 'queued',
  },
  escrow: { answered: 'confirming', refused: 'held', reissued: 'replaced', forgotten: 'queued' },
  confirming: { seenBack: 'settled', reissued: 'replaced', forgotten: 'queued' },
  held: { answered: 'confirming', reissued: 'replaced', released: 'queued', forgotten: 'queued' },
  settled: { forgotten: 'queued' },
  replaced: {},
};

describe('the states of a change', () => {
  it.each(CHANGE_STATES.flatMap((state) => CHANGE_EVENTS.map((event) => [state, event] as const)))(
    '%s, %s',
    (state, event) => {
      expect(nextState(state, event)).toBe(MOVES[state][event] ?? state);
    },
  );

  it('[Q-4] a change leaves the queue by an outcome seen back, or by being replaced, and by nothing else', () => {
    const doors = CHANGE_STATES.filter(isPending).flatMap((state) =>
      CHANGE_EVENTS.filter((event) => !isPending(nextState(state, event))).map((event) => `${state} ${event}`),
    );
    expect(doors.filter((door) => !door.endsWith(' reissued'))).toEqual(['confirming seenBack']);
  });

  it('[Q-4, W-12] what is settled or replaced stays so, unless the server that settled it was restored', () => {
    for (const event of CHANGE_EVENTS) expect(nextState('replaced', event)).toBe('replaced');
    for (const event of CHANGE_EVENTS.filter((e) => e !== 'forgotten')) {
      expect(nextState('settled', event)).toBe('settled');
    }
    expect(nextState('settled', 'forgotten')).toBe('queued');
  });

  it('[Q-4] from every state there is a way to the end', () => {
    const reaches = (state: ChangeState, seen: ReadonlySet<ChangeState> = new Set()): boolean =>
      state === 'settled' ||
      CHANGE_EVENTS.filter((event) => event !== 'reissued').some((event) => {
        const next = nextState(state, event);
        return !seen.has(next) && next !== state && reaches(next, new Set([...seen, state]));
      });
    expect(CHANGE_STATES.filter((state) => !reaches(state))).toEqual(['replaced']);
  });

  it('[W-6] the server is known to have it before anything calls it settled', () => {
    const settles = CHANGE_STATES.filter((state) => nextState(state, 'seenBack') === 'settled');
    expect(settles).toEqual(['confirming', 'settled']);
  });

  it('[Q-5] a held change is not offered to a link', () => {
    expect(CHANGE_STATES.filter(isSendable)).toEqual(['queued', 'handed']);
  });
});
