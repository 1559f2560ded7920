import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CHANGE_EVENTS, isPending, nextState, type ChangeEvent, type ChangeState } from '../../domain/change/state.ts';
import { labelOf, recordLabel, type EditStanding, type LabelKind } from '../../domain/label/save-label.ts';
import { standingOf } from '../../domain/label/standing.ts';

const name = fc.option(fc.string({ minLength: 1, maxLength: 8 }));
const standing: fc.Arbitrary<EditStanding> = fc.oneof(
  fc.constantFrom<EditStanding>(
    { kind: 'refused' },
    { kind: 'unsaved' },
    { kind: 'waiting' },
    { kind: 'confirming' },
    { kind: 'synced' },
  ),
  fc.record({ kind: fc.constant('question' as const), mine: fc.boolean(), reviewer: name }),
  fc.record({ kind: fc.constant('queued' as const), canLeave: fc.boolean() }),
  fc.record({ kind: fc.constant('sending' as const), longerThanASecond: fc.boolean() }),
  fc.record({ kind: fc.constant('handed' as const), by: fc.constantFrom('usb' as const, 'hub' as const) }),
  fc.record({ kind: fc.constant('escrow' as const), owner: name }),
  fc.record({ kind: fc.constant('ruleKept' as const), kept: fc.string() }),
);
/** The order of docs/spec/labels.md, most urgent first. */
const ORDER: readonly (readonly LabelKind[])[] = [
  ['refused'],
  ['myQuestion'],
  ['theirQuestion'],
  ['unsaved'],
  ['savedHereOnly', 'savedLocally', 'sending'],
  ['handedUsb', 'handedHub'],
  ['waiting', 'escrow'],
  ['confirming'],
  ['ruleKept'],
  ['synced'],
];
const urgency = (kind: LabelKind): number => ORDER.findIndex((row) => row.includes(kind));
const events = fc.array(fc.constantFrom(...CHANGE_EVENTS), { maxLength: 25 });

function after(list: readonly ChangeEvent[]): ChangeState {
  return list.reduce<ChangeState>((state, event) => nextState(state, event), 'queued');
}

describe('the label of a record', () => {
  it('[W-6] is that of its most urgent or least travelled edit, in whatever order they are read', () => {
    fc.assert(
      fc.property(fc.array(standing, { minLength: 1, maxLength: 12 }), (list) => {
        const label = recordLabel(list);
        const kinds = list.map((s) => labelOf(s).kind);
        expect(urgency(label.kind)).toBe(Math.min(...kinds.map(urgency)));
        expect(kinds).toContain(label.kind);
        expect(recordLabel(list.toReversed()).kind).toBe(label.kind);
      }),
      { numRuns: 500 },
    );
  });

  it('[W-6] never says "Synced" while anything is not', () => {
    fc.assert(
      fc.property(fc.array(standing, { maxLength: 12 }), (list) => {
        const isSettled = list.every((s) => s.kind === 'synced' || s.kind === 'ruleKept');
        const { text, tone } = recordLabel(list);
        expect(text.startsWith('Synced')).toBe(isSettled);
        expect(tone === 'good').toBe(isSettled);
        expect(text === 'Synced').toBe(list.every((s) => s.kind === 'synced'));
      }),
      { numRuns: 500 },
    );
  });

  it('[W-6] whatever happened to its changes, it says "Synced" only when all were answered and seen back', () => {
    fc.assert(
      fc.property(fc.array(events, { minLength: 1, maxLength: 6 }), fc.boolean(), (histories, canLeave) => {
        const states = histories.map(after);
        const standings = states.flatMap(
          (state) =>
            standingOf({ state, outcome: null, canLeave, sendingMs: 5_000, handedBy: null, owner: null }) ?? [],
        );
        expect(recordLabel(standings).text === 'Synced').toBe(!states.some(isPending));
      }),
      { numRuns: 500 },
    );
  });

  it('[W-6] never says "At the server" before the server answered', () => {
    fc.assert(
      fc.property(events, (list) => {
        const state = after(list);
        const shown = standingOf({
          state,
          outcome: null,
          canLeave: true,
          sendingMs: 5_000,
          handedBy: null,
          owner: null,
        });
        if (!shown || !labelOf(shown).text.startsWith('At the server')) return;
        const answers = new Set<ChangeEvent>(['answered', 'deferred', 'escrowed']);
        expect(list.some((event) => answers.has(event))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});

describe('a change', () => {
  it('[Q-4, W-12] that is settled or replaced is moved by nothing that comes later but a restored server', () => {
    fc.assert(
      fc.property(events, events, (before, later) => {
        const state = after(before);
        if (isPending(state)) return;
        const deliveries = later.filter((event) => event !== 'forgotten');
        expect(after([...before, ...deliveries])).toBe(state);
        expect(isPending(after([...before, 'forgotten']))).toBe(state === 'settled');
      }),
      { numRuns: 500 },
    );
  });

  it('[Q-4] is settled only after an outcome and its position, in that order', () => {
    fc.assert(
      fc.property(events, (list) => {
        if (after(list) !== 'settled') return;
        expect(list.indexOf('answered')).toBeGreaterThanOrEqual(0);
        expect(list.lastIndexOf('seenBack')).toBeGreaterThan(list.indexOf('answered'));
      }),
      { numRuns: 1_000 },
    );
  });

  it('[W-2] hears the same thing twice and stays where it is', () => {
    fc.assert(
      fc.property(events, fc.constantFrom(...CHANGE_EVENTS), (list, event) => {
        const once = after([...list, event]);
        // Sent and lost again is a round trip; everything else is idempotent.
        expect(nextState(once, event)).toBe(once);
      }),
      { numRuns: 500 },
    );
  });
});
