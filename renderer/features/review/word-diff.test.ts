import { describe, expect, it } from 'vitest';
import { type Piece, wordDiff } from './word-diff.ts';

const marked = (pieces: readonly Piece[]): readonly string[] => pieces.filter((p) => p.differs).map((p) => p.text);
const whole = (pieces: readonly Piece[]): string => pieces.map((p) => p.text).join('');

describe('what differs between two texts', () => {
  const first = 'Detector module 14 shows offset drift. Exchanged and calibrated.';
  const second = 'Detector module 15 shows offset drift. Exchanged, not calibrated yet.';

  it('marks the words that only one of them has', () => {
    const [a, b] = wordDiff(first, second);
    expect(marked(a)).toEqual(['14', 'and']);
    expect(marked(b)).toEqual(['15', ', not', 'yet']);
  });

  it('leaves both texts whole', () => {
    const [a, b] = wordDiff(first, second);
    expect(whole(a)).toBe(first);
    expect(whole(b)).toBe(second);
    for (const piece of b) expect(second.startsWith(piece.text, piece.start)).toBe(true);
    expect(new Set(b.map((piece) => piece.start)).size).toBe(b.length);
  });

  it('marks nothing where nothing differs, and nothing where all differs', () => {
    expect(wordDiff(first, first).flatMap(marked)).toEqual([]);
    expect(wordDiff('none', '3 × coil assembly').flatMap(marked)).toEqual([]);
    expect(wordDiff('', first).flatMap(marked)).toEqual([]);
  });

  it('takes a serial or a measured value as one word', () => {
    const [a, b] = wordDiff('serial 88-1402 at 0.31 V', 'serial 88-1403 at 0.32 V');
    expect(marked(a)).toEqual(['88-1402', '0.31']);
    expect(marked(b)).toEqual(['88-1403', '0.32']);
  });

  it('joins marked neighbours into one', () => {
    const [a] = wordDiff('The fan was loud and worn out, replaced it today.', 'The fan was replaced it today.');
    expect(marked(a)).toEqual(['loud and worn out,']);
  });

  it('comes to an end with texts of the largest size', () => {
    const long = Array.from({ length: 3_400 }, (_, i) => `w${i % 97}`).join(' ');
    const [a, b] = wordDiff(`start ${long} end`, `begin ${long.toUpperCase()} end`);
    expect(whole(a)).toContain('start');
    expect(whole(b)).toContain('begin');
  });
});
