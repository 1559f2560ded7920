import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  CONNECT_TIMEOUT_MS,
  GREET_TIMEOUT_MS,
  nextTickAt,
  PING_AFTER_MS,
  SILENCE_MS,
  stepSession,
  type SessionEvent,
  type SessionState,
  type SessionStep,
} from './machine.ts';

const T = 1_000_000;
const step = (state: SessionState, event: SessionEvent, now = T, random = 0.5): SessionStep =>
  stepSession(state, event, { now, random });
const tick: SessionEvent = { name: 'tick' };
const resting: SessionState = step({ name: 'live', since: T, heardAt: T, askedAt: null }, { name: 'failed' }).state;
const connecting: SessionState = { name: 'connecting', since: T, failures: 2 };
const greeting: SessionState = { name: 'greeting', since: T, failures: 2 };
const live: SessionState = { name: 'live', since: T, heardAt: T, askedAt: null };
const STATES = [{ name: 'off' } as SessionState, resting, connecting, greeting, live];
const EVENTS: readonly SessionEvent[] = [
  { name: 'switchOn' },
  { name: 'switchOff' },
  { name: 'wake' },
  tick,
  { name: 'opened' },
  { name: 'welcomed' },
  { name: 'heard' },
  { name: 'asked' },
  { name: 'goodbye', comeBackMs: 4_200 },
  { name: 'goodbye', comeBackMs: null },
  { name: 'failed' },
];

describe('the session', () => {
  it('every event in every state is answered: where it leads and what has to be done', () => {
    const say = ({ state, actions }: SessionStep): string => [state.name, ...actions].join(' ');
    const table = Object.fromEntries(
      STATES.map((state) => [state.name, EVENTS.map((event) => `${event.name}: ${say(step(state, event))}`)]),
    );
    const stay = (name: string, ...moves: readonly [string, string][]): string[] =>
      EVENTS.map((event) => `${event.name}: ${new Map(moves).get(event.name) ?? name}`);
    expect(table).toEqual({
      off: stay('off', ['switchOn', 'connecting connect']),
      resting: stay('resting', ['switchOff', 'off close'], ['wake', 'connecting connect']),
      connecting: stay(
        'connecting',
        ['switchOff', 'off close'],
        ['opened', 'greeting'],
        ['goodbye', 'resting close'],
        ['failed', 'resting close'],
      ),
      greeting: stay(
        'greeting',
        ['switchOff', 'off close'],
        ['welcomed', 'live'],
        ['goodbye', 'resting close'],
        ['failed', 'resting close'],
      ),
      live: stay('live', ['switchOff', 'off close'], ['goodbye', 'resting close'], ['failed', 'resting close']),
    });
  });

  it('[Q-3] a connection that does not open, or is not greeted, is given up in time and tried again later', () => {
    expect(step(connecting, tick, T + CONNECT_TIMEOUT_MS - 1).state).toBe(connecting);
    expect(step(connecting, tick, T + CONNECT_TIMEOUT_MS)).toMatchObject({
      state: { name: 'resting', failures: 3 },
      actions: ['close'],
    });
    expect(step(greeting, tick, T + GREET_TIMEOUT_MS - 1).state).toBe(greeting);
    expect(step(greeting, tick, T + GREET_TIMEOUT_MS)).toMatchObject({
      state: { name: 'resting', failures: 3 },
      actions: ['noteSilence', 'close'],
    });
  });

  it('[N-1] a question without an answer ends the connection and is noted as silence', () => {
    const asked = step(live, { name: 'asked' }, T + 5_000).state;
    expect(step(asked, tick, T + 5_000 + SILENCE_MS - 1).actions).toEqual([]);
    expect(step(asked, tick, T + 5_000 + SILENCE_MS)).toMatchObject({
      state: { name: 'resting' },
      actions: ['noteSilence', 'close'],
    });
    const heard = step(asked, { name: 'heard' }, T + 24_000).state;
    expect(step(heard, tick, T + 5_000 + SILENCE_MS).state.name).toBe('live');
  });

  it('a second question does not put the limit of the first one off', () => {
    const once = step(live, { name: 'asked' }, T).state;
    const twice = step(once, { name: 'asked' }, T + SILENCE_MS - 1).state;
    expect(step(twice, tick, T + SILENCE_MS).state.name).toBe('resting');
  });

  it('asks whether anybody is there when nothing was heard for a while', () => {
    expect(step(live, tick, T + PING_AFTER_MS - 1).actions).toEqual([]);
    expect(step(live, tick, T + PING_AFTER_MS).actions).toEqual(['ping']);
  });

  it('[Q-3] waits longer after each failure in a row, and starts over after a good connection', () => {
    const waits: number[] = [];
    let state: SessionState = { name: 'connecting', since: T, failures: 0 };
    for (let i = 0; i < 12; i++) {
      const rested: SessionState = step(state, { name: 'failed' }, T, 0.999).state;
      if (rested.name !== 'resting') throw new Error(rested.name);
      waits.push(rested.until - T);
      state = step(rested, tick, rested.until).state;
      expect(state.name).toBe('connecting');
    }
    expect(waits).toEqual(waits.toSorted((a, b) => a - b));
    expect(waits.at(-1)).toBeGreaterThan(50_000);
    const fresh = step(
      step(step(state, { name: 'opened' }).state, { name: 'welcomed' }).state,
      { name: 'failed' },
      T,
      0.999,
    ).state;
    expect(fresh).toMatchObject({ name: 'resting', failures: 1 });
  });

  it('comes back when the server said, not before', () => {
    for (const from of [connecting, greeting, live]) {
      const rested = step(from, { name: 'goodbye', comeBackMs: 4_200 }, T, 0).state;
      expect(step(rested, tick, T + 4_199).state.name).toBe('resting');
      expect(step(rested, tick, T + 4_200).state.name).toBe('connecting');
      expect(step(from, { name: 'goodbye', comeBackMs: 4_200 }, T, 0.9).state).not.toEqual(rested);
    }
  });

  it('[N-5] a healthy link with a round trip of 1.5 s is never cut, however long it lasts and whatever is asked', () => {
    const roundTrip = fc.integer({ min: 1, max: 1_500 });
    /** One packet in twenty is lost: TCP sends it again after one to three seconds. */
    const again = fc.constantFrom(...Array.from<number>({ length: 19 }).fill(0), 3_000);
    const asks = fc.array(fc.record({ after: fc.integer({ min: 1, max: 60_000 }), roundTrip, again }), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(asks, (list) => {
        let state: SessionState = live;
        let now = T;
        const answers: number[] = [];
        const runUntil = (end: number): void => {
          for (;;) {
            const due = Math.min(nextTickAt(state) ?? end, answers[0] ?? end, end);
            now = Math.max(now, due);
            if (due >= end) return;
            const isAnswer = answers[0] === due;
            if (isAnswer) answers.shift();
            const next = step(state, isAnswer ? { name: 'heard' } : tick, now);
            expect(next.state.name).toBe('live');
            if (next.actions.includes('ping')) answers.push(now + 1_500);
            state = next.state;
          }
        };
        for (const ask of list) {
          runUntil(now + ask.after);
          state = step(state, { name: 'asked' }, now).state;
          answers.push(now + ask.roundTrip + ask.again);
          answers.sort((a, b) => a - b);
        }
        runUntil(now + 300_000);
      }),
    );
  });

  const event = fc.constantFrom(...EVENTS);
  const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  /** An hour of rest at most, when the server asks for it, and its jitter. */
  const LONGEST_MS = 3_600_000 * 1.2 + 1_000;

  it('[Q-3] whatever happened, ticks alone lead on: no state that is switched on waits for ever', () => {
    const history = fc.array(fc.record({ event, wait: fc.integer({ min: 0, max: 40_000 }), chance }), {
      maxLength: 40,
    });
    fc.assert(
      fc.property(history, (list) => {
        let now = T;
        let state: SessionState = step({ name: 'off' }, { name: 'switchOn' }, now).state;
        for (const { event: next, wait, chance: random } of list) {
          now += wait;
          state = step(state, next, now, random).state;
        }
        if (state.name === 'off') return;
        // From here on nothing comes back any more: within the longest rest and all limits it must dial again.
        const end = now + LONGEST_MS + PING_AFTER_MS + SILENCE_MS + 60_050 + GREET_TIMEOUT_MS;
        let dialled = false;
        for (let turn = 0; turn < 10 && !dialled; turn++) {
          now = Math.max(now, nextTickAt(state) ?? Number.POSITIVE_INFINITY);
          const next = step(state, tick, now);
          dialled = next.actions.includes('connect');
          state = next.state;
        }
        expect(dialled).toBe(true);
        expect(now).toBeLessThanOrEqual(end);
      }),
    );
  });

  it('[C-9] a laptop clock that jumps back does not stop the machine', () => {
    const YEARS = 10 * 365 * 86_400_000;
    for (const state of STATES) {
      if (state.name === 'off') continue;
      let at: SessionState = state;
      let now = T - YEARS;
      let waited = 0;
      for (let turn = 0; turn < 6 && !(at.name === 'connecting' && turn > 0); turn++) {
        at = step(at, tick, now).state;
        if (at.name === 'connecting') break;
        const due = (nextTickAt(at) ?? now) - now;
        waited += due;
        now += due;
      }
      expect([state.name, at.name]).toEqual([state.name, 'connecting']);
      expect(waited).toBeLessThan(200_000);
    }
  });

  it('off is off: nothing but being switched on moves it, and from everywhere there is a way to it', () => {
    for (const next of EVENTS) {
      const name = step({ name: 'off' }, next).state.name;
      expect(name).toBe(next.name === 'switchOn' ? 'connecting' : 'off');
    }
    expect(nextTickAt({ name: 'off' })).toBeNull();
    for (const state of STATES) expect(step(state, { name: 'switchOff' }).state.name).toBe('off');
  });

  it('dials exactly when it goes to connecting, so that no connection is left behind', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ event, wait: fc.integer({ min: 0, max: 90_000 }) }), { maxLength: 60 }),
        (list) => {
          let state: SessionState = { name: 'off' };
          let now = T;
          for (const { event: next, wait } of list) {
            now += wait;
            const { state: after, actions } = step(state, next, now);
            expect(actions.includes('connect')).toBe(after.name === 'connecting' && state.name !== 'connecting');
            const hadLink = state.name === 'connecting' || state.name === 'greeting' || state.name === 'live';
            const isGone = hadLink && (after.name === 'resting' || after.name === 'off');
            expect(isGone && !actions.includes('close')).toBe(false);
            state = after;
          }
        },
      ),
    );
  });
});
