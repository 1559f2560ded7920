import { describe, expect, it } from 'vitest';
import { APPLIED, REFUSALS, type ChangeOutcome, type EditOutcome } from '../../domain/change/outcome.ts';
import { changeId, recordId, type Position } from '../../domain/ids.ts';
import { foldOutcomes, outcomesMessage, unfoldOutcomes, type Outcomes } from './outcomes.ts';

const applied = (seq: number, position: number, edits = 1): ChangeOutcome => ({
  seq,
  position: position as Position,
  edits: Array.from({ length: edits }, () => APPLIED),
});
const other = (seq: number, position: number, ...edits: readonly EditOutcome[]): ChangeOutcome => ({
  seq,
  position: position as Position,
  edits,
});
const message = (list: readonly ChangeOutcome[]): Outcomes => ({
  k: 'outcomes',
  batch: 1,
  epoch: 1,
  incarnation: 'a',
  mark: { position: 30, chain: '7d', seal: 's' },
  receivedAt: 5,
  ...foldOutcomes(list),
});
const QUESTION = recordId(0, 1, 9, 0);
const ANNA = recordId(1, 1, 1, 0);
const EVERY: readonly EditOutcome[] = [
  APPLIED,
  { kind: 'superseded', rule: 'office', by: ANNA },
  { kind: 'superseded', rule: 'sidesChanged', by: null },
  { kind: 'conflict', question: QUESTION },
  { kind: 'waiting', forChange: changeId(7, 1, 3) },
  { kind: 'escrow', owner: null },
  { kind: 'escrow', owner: ANNA },
  { kind: 'replaced', by: changeId(7, 1, 4) },
  ...REFUSALS.map((code): EditOutcome => ({ kind: 'refused', code, words: 'no' })),
];

describe('what became of a batch', () => {
  it('[W-3] runs of plainly applied changes are three numbers, and break where numbers do', () => {
    const list = [applied(1, 10), applied(2, 11, 3), applied(3, 12), applied(5, 13), applied(6, 20), applied(4, 21)];
    expect(foldOutcomes(list)).toEqual({
      applied: [
        [1, 3, 10],
        [5, 1, 13],
        [6, 1, 20],
        [4, 1, 21],
      ],
      other: [],
    });
  });

  it('[W-3] everything else is spelled out, edit by edit, and interrupts no run before or after it', () => {
    const list = [applied(1, 10), other(2, 11, APPLIED, { kind: 'conflict', question: QUESTION }), applied(3, 12)];
    expect(foldOutcomes(list)).toEqual({
      applied: [
        [1, 1, 10],
        [3, 1, 12],
      ],
      other: [[2, 11, [{ kind: 'applied' }, { kind: 'conflict', question: QUESTION }]]],
    });
  });

  it('[W-3] every outcome is a message, and comes out as it went in', () => {
    const list = EVERY.map((outcome, i) => other(i + 1, i + 100, outcome, APPLIED));
    const read = unfoldOutcomes(outcomesMessage.parse(JSON.parse(JSON.stringify(message(list)))));
    const byKey = (o: ChangeOutcome): number => o.seq;
    expect(read.toSorted((a, b) => byKey(a) - byKey(b))).toEqual(
      list.map((o) => (o.edits.every((e) => e.kind === 'applied') ? { ...o, edits: [] } : o)),
    );
  });

  it('[W-2] each change keeps its own position, in whatever order they were taken', () => {
    const list = [applied(9, 3), applied(10, 4), applied(2, 5), other(3, 6, EVERY[1]!), applied(4, 7), applied(5, 8)];
    const at = new Map(unfoldOutcomes(message(list)).map((o) => [o.seq, o.position]));
    expect(at).toEqual(new Map(list.map((o) => [o.seq, o.position])));
  });

  it.each<[string, unknown]>([
    ['an unknown kind', { kind: 'maybe' }],
    ['a rule that is none', { kind: 'superseded', rule: 'wallClock', by: null }],
    ['nobody where somebody belongs', { kind: 'conflict' }],
    ['a code without words', { kind: 'refused', code: 'wrongShape' }],
    ['a code that is none', { kind: 'refused', code: 'because', words: 'x' }],
    ['more than belongs there', { kind: 'applied', by: ANNA }],
  ])('[W-10] %s is no outcome', (_what, edit) => {
    const bent = { ...message([]), other: [[1, 1, [edit]]] };
    expect(outcomesMessage.safeParse(bent).success).toBe(false);
  });
});
