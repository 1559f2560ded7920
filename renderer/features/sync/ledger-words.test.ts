import { describe, expect, it } from 'vitest';
import { ledgerWords, serverWords } from './ledger-words.ts';

const NONE = {
  made: 0,
  applied: 0,
  superseded: 0,
  inQuestion: 0,
  held: 0,
  waiting: 0,
  escrow: 0,
  replaced: 0,
  pending: 0,
  balances: true,
  server: null,
};

describe('[L-1] the ledger in a sentence', () => {
  it('names what there is and nothing else', () => {
    expect(ledgerWords({ ...NONE, made: 214, applied: 201, superseded: 8, pending: 5 })).toBe(
      'Of 214 edits made on this laptop: 201 applied, 8 set aside by a rule and 5 not sent yet.',
    );
    expect(ledgerWords({ ...NONE, made: 1, applied: 1 })).toBe('Of 1 edit made on this laptop: 1 applied.');
  });

  it('says so when there is nothing', () => {
    expect(ledgerWords(NONE)).toBe('Nothing was saved on this laptop so far.');
  });

  it('says whether the server counts the same, and what a rule did later', () => {
    const server = { at: 1, agrees: true, says: [], applied: 3, superseded: 1, inQuestion: 0 };
    expect(serverWords(NONE)).toBeNull();
    expect(serverWords({ ...NONE, superseded: 1, server })).toBe('The server counts the same.');
    expect(serverWords({ ...NONE, server })).toBe(
      'The server counts the same; since then a rule has set 1 edit of these aside.',
    );
    expect(serverWords({ ...NONE, server: { ...server, agrees: false } })).toBe('The server counts otherwise.');
  });
});
