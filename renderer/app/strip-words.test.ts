import { describe, expect, it } from 'vitest';
import { clockNotice, clockWords, waitingWords, workWaiting } from './strip-words.ts';

const NOW = 1_000_000_000_000;
const HOUR = 3_600_000;

function waiting(critical: number, normal: number, oldest: number | null = null, confirming = 0, background = 0) {
  const lane = (name: 'critical' | 'normal' | 'background', n: number) => ({
    lane: name,
    count: n,
    bytes: 0,
    oldest: name === 'background' ? NOW - 9 * HOUR : oldest,
  });
  return {
    waiting: {
      total: critical + normal + background,
      oldest,
      lanes: [lane('critical', critical), lane('normal', normal), lane('background', background)],
      held: 0,
      confirming,
    },
  };
}

describe('the strip', () => {
  it('says what waits and how old it is', () => {
    expect(waitingWords(waiting(5, 41, NOW - 2 * HOUR), NOW)).toBe('5 critical, 41 others wait · oldest 2 h');
    expect(waitingWords(waiting(1, 0), NOW)).toBe('1 critical waits');
    expect(waitingWords(waiting(0, 1), NOW)).toBe('1 change waits');
    expect(waitingWords(waiting(1, 1), NOW)).toBe('1 critical, 1 other wait');
    expect(waitingWords(waiting(0, 1_200), NOW)).toBe('1,200 changes wait');
  });

  it('[STAT-2] names what waits in the background apart from the work, and takes no age from it', () => {
    expect(waitingWords(waiting(0, 0, null, 0, 1), NOW)).toBe('1 background change waits');
    expect(waitingWords(waiting(0, 3, NOW - HOUR, 0, 2), NOW)).toBe(
      '3 changes wait · 2 in the background · oldest 1 h',
    );
    expect(workWaiting(waiting(1, 2, null, 0, 4).waiting)).toBe(3);
  });

  it('does not call work nothing while it is being confirmed', () => {
    expect(waitingWords(waiting(0, 0, null, 3), NOW)).toBe('3 changes being confirmed');
    expect(waitingWords(waiting(0, 0), NOW)).toBe('Nothing waits');
  });

  it('[C-9] asks to set a clock that is off by more than five minutes', () => {
    expect([null, 0, 299_000, -299_000].map(clockNotice)).toEqual([null, null, null, null]);
    expect(clockNotice(-2 * HOUR)).toBe('This laptop’s clock is 2 h behind.');
    expect(clockNotice(6 * 60_000)).toBe('This laptop’s clock is 6 min ahead.');
  });

  it('mentions a clock only when it is far off', () => {
    expect(clockWords(null)).toBe(null);
    expect(clockWords(-90_000)).toBe(null);
    expect(clockWords(-7 * 60_000)).toBe('this laptop’s clock is 7 min behind the server’s');
    expect(clockWords(7 * 60_000)).toBe('this laptop’s clock is 7 min ahead of the server’s');
  });
});
