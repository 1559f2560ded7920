import { describe, expect, it } from 'vitest';
import { rowForKey } from './row-for-key.ts';

describe('keys in a list of rows', () => {
  it('move by one, by a page, and to the ends', () => {
    expect(rowForKey('ArrowDown', 4, 10, 5)).toBe(5);
    expect(rowForKey('ArrowUp', 4, 10, 5)).toBe(3);
    expect(rowForKey('PageDown', 4, 10, 5)).toBe(9);
    expect(rowForKey('PageUp', 4, 10, 5)).toBe(0);
    expect(rowForKey('Home', 4, 10, 5)).toBe(0);
    expect(rowForKey('End', 4, 10, 5)).toBe(9);
  });

  it('leave at the top and stay at the bottom', () => {
    expect(rowForKey('ArrowUp', 0, 10, 5)).toBe(-1);
    expect(rowForKey('ArrowDown', 9, 10, 5)).toBe(9);
  });

  it('are left alone when they mean nothing here', () => {
    expect(rowForKey('a', 4, 10, 5)).toBeNull();
  });
});
