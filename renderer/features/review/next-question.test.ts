import { describe, expect, it } from 'vitest';
import { nextQuestion, placeWords, stillToAsk } from './next-question.ts';

const OPEN = [{ id: 'a' }, { id: 'b' }, { id: 'c' }];

describe('the next question', () => {
  it('is the one behind the one that was left', () => {
    expect(nextQuestion(OPEN, [], 'a').next?.id).toBe('b');
    expect(nextQuestion(OPEN, [], 'b').next?.id).toBe('c');
    expect(nextQuestion(OPEN, [], 'c').next?.id).toBe('a');
  });

  it('is the first when the one that was left is gone', () => {
    expect(nextQuestion(OPEN, [], 'gone').next?.id).toBe('a');
    expect(nextQuestion(OPEN, [], null).next?.id).toBe('a');
  });

  it('skips what was put off, until only that is left', () => {
    expect(nextQuestion(OPEN, ['a', 'b'], 'b').next?.id).toBe('c');
    expect(nextQuestion(OPEN, ['a', 'b', 'c'], 'c')).toEqual({ next: { id: 'a' }, later: [] });
  });

  it('is the same one when there is no other, and none when there is none', () => {
    expect(nextQuestion([{ id: 'a' }], ['a'], 'a').next?.id).toBe('a');
    expect(nextQuestion([], [], 'a').next).toBeNull();
  });
});

describe('the place in the row', () => {
  it('counts what was answered and what was put off', () => {
    expect(placeWords(0, 9, 0)).toBe('1 of 9');
    expect(placeWords(1, 8, 0)).toBe('2 of 9');
    expect(placeWords(1, 8, 1)).toBe('3 of 9');
    expect(placeWords(0, 1, 1)).toBe('1 of 1');
  });

  it('counts a question more for each version that waits behind', () => {
    expect(stillToAsk([{ sidesWaiting: 0 }, { sidesWaiting: 2 }])).toBe(4);
  });
});
