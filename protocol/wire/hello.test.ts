import { describe, expect, it } from 'vitest';
import { readFileSync } from 'node:fs';
import { goodbyeMessage, helloMessage, helloText, REFUSED_HELLO, welcomeMessage, type Hello } from './hello.ts';

const golden = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../golden/v1/${name}.json`, import.meta.url), 'utf8'));
const hello = helloMessage.parse(golden('hello'));
const without = (message: object, field: string): object =>
  Object.fromEntries(Object.entries(message).filter(([name]) => name !== field));

describe('the opening of a connection', () => {
  it.each(Object.keys(hello))('[W-1] a hello without its %s is none', (field) => {
    expect(helloMessage.safeParse(without(hello, field)).success).toBe(false);
  });

  it('[W-1] a hello tells of every lane: count, bytes and the oldest', () => {
    expect(Object.keys(hello.queue)).toEqual(['critical', 'normal', 'background', 'held']);
    const lanes = ['critical', 'normal', 'background'] as const;
    for (const lane of lanes) {
      const bent = { ...hello, queue: { ...hello.queue, [lane]: without(hello.queue[lane], 'oldest') } };
      expect(helloMessage.safeParse(bent).success).toBe(false);
    }
  });

  it.each<[string, Partial<Hello>]>([
    ['organisation', { org: 'other' }],
    ['device', { device: 13 }],
    ['epoch', { epoch: 2 }],
    ['newest sequence', { lastSeq: 346 }],
    ['chain head', { head: '9f2d' }],
    ['incarnation', { incarnation: 'a1b3' }],
    ['cursor', { cursor: 9_013 }],
    ['newest mark', { mark: { position: 9_012, chain: '5a7d', seal: 'c2VhbA' } }],
    ['older marks', { older: [[9_000, '1b2d']] }],
  ])('[W-1] its signature covers the %s and the server’s challenge', (_what, other) => {
    const text = helloText('nonce', hello);
    expect(helloText('nonce', { ...hello, ...other })).not.toBe(text);
    expect(helloText('nonce 2', hello)).not.toBe(text);
  });

  it('[W-1] nothing in one field can pass for another', () => {
    expect(helloText('n', { ...hello, org: 'a","b' })).not.toBe(helloText('n","a', { ...hello, org: 'b' }));
  });

  it('[W-1] the answer grants bytes, tells the clock, and says what it refuses in data', () => {
    const welcome = welcomeMessage.parse(golden('welcome'));
    expect(welcome.grantBytes).toBeGreaterThan(0);
    for (const field of Object.keys(welcome)) {
      expect(welcomeMessage.safeParse(without(welcome, field)).success).toBe(false);
    }
    const checkpoint = { position: 9, incarnation: 'i', chain: 'c', root: 'r', at: 1, signature: 's', key: 'k' };
    expect(welcomeMessage.safeParse({ ...welcome, checkpoint }).success).toBe(true);
    expect(welcomeMessage.safeParse({ ...welcome, checkpoint: without(checkpoint, 'key') }).success).toBe(false);
    const goodbye = goodbyeMessage.parse(golden('goodbye'));
    for (const reason of REFUSED_HELLO) expect(goodbyeMessage.safeParse({ ...goodbye, reason }).success).toBe(true);
    expect(goodbyeMessage.safeParse({ ...goodbye, reason: 'tired' }).success).toBe(false);
  });
});
