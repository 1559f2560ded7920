import { describe, expect, it } from 'vitest';
import { changeId, recordId, type ChangeId } from '../ids.ts';
import { decideAnswer, nameOf, type AnswerEdit, type QuestionSide, type QuestionState } from './question.ts';

const id = (device: number, seq = 1): ChangeId => changeId(device, 1, seq);
const MANAGER = recordId(1, 1, 50, 0);

const side = (device: number, words: string): QuestionSide => ({
  writers: [id(device)],
  value: { declared: words },
  person: recordId(1, 1, device, 0),
  role: 'technician',
  device,
  madeAt: 1,
  receivedAt: 2,
  words,
});
const none = side(2, 'none');
const some = side(3, 'parts were replaced');
const third = side(4, 'coil assembly');

const open: QuestionState = {
  status: 'open',
  reviewer: MANAGER,
  reviewerRole: 'manager',
  chosen: null,
  answeredBy: null,
  answeredAt: null,
  answer: null,
  reason: null,
};
const answered: QuestionState = {
  ...open,
  status: 'answered',
  chosen: nameOf(some),
  answeredBy: MANAGER,
  answeredAt: 3,
  answer: id(9),
};
const keep = (kept: QuestionSide, ...against: readonly QuestionSide[]): AnswerEdit => ({
  chosen: nameOf(kept),
  against: against.map(nameOf),
  undoes: null,
  reason: null,
});
const undo = (answer: ChangeId): AnswerEdit => ({ chosen: null, against: [], undoes: answer, reason: null });

describe('an answer', () => {
  it('[C-5] keeps one side and sets the other aside', () => {
    expect(decideAnswer([none, some], open, keep(some, none), false)).toEqual({
      kind: 'settled',
      kept: some,
      lost: [none],
    });
    expect(decideAnswer([none, some], open, keep(none, some), false)).toEqual({
      kind: 'settled',
      kept: none,
      lost: [some],
    });
  });

  it('[C-7] of three sides asks about two at a time; the side kept takes the place of the canonical one', () => {
    const sides = [none, some, third];
    expect(decideAnswer(sides, open, keep(some, none), false)).toEqual({
      kind: 'narrowed',
      sides: [some, third],
      lost: [none],
    });
    expect(decideAnswer(sides, open, keep(none, some), false)).toEqual({
      kind: 'narrowed',
      sides: [none, third],
      lost: [some],
    });
    expect(decideAnswer(sides, open, keep(third, some), false)).toEqual({
      kind: 'narrowed',
      sides: [none, third],
      lost: [some],
    });
    expect(decideAnswer(sides, open, keep(third, none), false)).toEqual({
      kind: 'narrowed',
      sides: [third, some],
      lost: [none],
    });
  });

  it('[C-7] n sides take n - 1 answers, and no side is lost on the way', () => {
    let sides: readonly QuestionSide[] = [2, 3, 4, 5, 6].map((n) => side(n, `value ${n}`));
    const seen: QuestionSide[] = [];
    let round = 0;
    for (; sides.length > 1; round++) {
      const decision = decideAnswer(sides, open, keep(sides[1]!, sides[0]!), false);
      if (decision.kind !== 'settled' && decision.kind !== 'narrowed') throw new Error(decision.kind);
      seen.push(...decision.lost);
      sides = decision.kind === 'settled' ? [decision.kept] : decision.sides;
    }
    expect(round).toBe(4);
    expect([...seen, ...sides].map((s) => s.device).toSorted((a, b) => a - b)).toEqual([2, 3, 4, 5, 6]);
  });

  it('[C-5] may name all other sides at once', () => {
    expect(decideAnswer([none, some, third], open, keep(third, none, some), false)).toEqual({
      kind: 'settled',
      kept: third,
      lost: [none, some],
    });
  });

  it('[C-5] leaves the question open when a side is no longer as it was in view', () => {
    const moved: QuestionSide = { ...some, writers: [id(3, 2)], value: { declared: 'none', reason: 'found one' } };
    expect(decideAnswer([none, moved], open, keep(none, some), false)).toEqual({ kind: 'sidesChanged' });
    expect(decideAnswer([none, moved], open, keep(some, none), false)).toEqual({ kind: 'sidesChanged' });
  });

  it('[C-5] still counts when somebody joined a side, since its value is what was in view', () => {
    const joined: QuestionSide = { ...some, writers: [...some.writers, id(8)] };
    expect(decideAnswer([none, joined], open, keep(joined, none), false).kind).toBe('settled');
    expect(decideAnswer([none, joined], open, keep(some, none), false).kind).toBe('settled');
  });

  it('[C-5] leaves the question open for a side that came meanwhile', () => {
    expect(decideAnswer([none, some, third], open, keep(some, none), false).kind).toBe('narrowed');
  });

  it.each<[string, AnswerEdit]>([
    ['names nothing', { chosen: null, against: [], undoes: null, reason: null }],
    ['names no other side', { ...keep(some), against: [] }],
    ['is against the side it keeps', keep(some, some)],
    ['is against all, the one it keeps included', keep(some, none, some)],
    ['keeps what is no side', { ...keep(some, none), chosen: id(77) }],
    ['is against what is no side', { ...keep(some, none), against: [id(77)] }],
  ])('[C-5] that %s settles nothing', (_what, answer) => {
    expect(decideAnswer([none, some], open, answer, false)).toEqual({ kind: 'sidesChanged' });
  });

  it('[C-5] that is the second learns who answered and changes nothing', () => {
    for (const answer of [keep(none, some), keep(some, none)]) {
      expect(decideAnswer([none, some], answered, answer, true)).toEqual({ kind: 'alreadyAnswered', by: MANAGER });
    }
  });

  it('[C-6] is taken back while it is still what stands', () => {
    expect(decideAnswer([none, some], answered, undo(id(9)), true)).toEqual({ kind: 'reopened' });
  });

  it('[C-6] is not taken back when somebody wrote on, answered anew or reopened it', () => {
    expect(decideAnswer([none, some], answered, undo(id(9)), false)).toEqual({ kind: 'undoTooLate' });
    expect(decideAnswer([none, some], { ...answered, answer: id(10) }, undo(id(9)), true)).toEqual({
      kind: 'undoTooLate',
    });
    expect(decideAnswer([none, some], open, undo(id(9)), true)).toEqual({ kind: 'undoTooLate' });
  });

  it('[C-5] a side without a writer is a bug and says so', () => {
    expect(() => nameOf({ ...none, writers: [] })).toThrow(TypeError);
  });
});
