import { describe, expect, it } from 'vitest';
import type { FrameLink } from '../../protocol/wire/frame.ts';
import { SignsOfLife } from './signs-of-life.ts';

const link = (received: () => number): FrameLink => ({
  send: () => {},
  buffered: () => 0,
  close: () => {},
  received,
});

describe('[N-5] a link from which no message comes', () => {
  it('[N-5] moves when bytes came in since the last look, and not when none did', () => {
    let bytes = 10;
    const life = new SignsOfLife();
    const slow = link(() => bytes);
    expect(life.moved(slow)).toBe(true);
    expect(life.moved(slow)).toBe(false);
    bytes += 2;
    expect(life.moved(slow)).toBe(true);
  });

  it('[N-3] without a link, or without knowing, nothing is claimed to move', () => {
    const life = new SignsOfLife();
    expect(life.moved(link(() => 5))).toBe(true);
    expect(life.moved(null)).toBe(false);
    const { send, buffered, close } = link(() => 0);
    expect(life.moved({ send, buffered, close })).toBe(false);
  });
});
