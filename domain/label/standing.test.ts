import { describe, expect, it } from 'vitest';
import { CHANGE_STATES, isPending } from '../change/state.ts';
import { labelOf } from './save-label.ts';
import { standingOf, type ChangeEvidence } from './standing.ts';

const evidence: ChangeEvidence = {
  state: 'queued',
  outcome: null,
  canLeave: true,
  sendingMs: 0,
  handedBy: null,
  owner: null,
};
const words = (more: Partial<ChangeEvidence>): string | null => {
  const standing = standingOf({ ...evidence, ...more });
  return standing && labelOf(standing).text;
};

describe('from a change to its label', () => {
  it('[W-6] every state of a change says exactly this', () => {
    expect(Object.fromEntries(CHANGE_STATES.map((state) => [state, words({ state, sendingMs: 5_000 })]))).toEqual({
      queued: 'Saved locally. Will sync on reconnect.',
      sending: 'Saved locally. Sending…',
      handed: 'Handed over by USB. Not at the server yet.',
      waiting: "At the server. Waiting for a colleague's work.",
      escrow: 'At the server. Waiting for a lead to accept.',
      confirming: 'At the server. Confirming…',
      held: 'Not sent — needs attention',
      settled: null,
      replaced: null,
    });
  });

  it('[W-6] nothing pending reads as synced, and only what is not pending leaves the word to the record', () => {
    for (const state of CHANGE_STATES) {
      const text = words({ state });
      expect(text === null).toBe(!isPending(state));
      expect(text ?? '').not.toMatch(/^Synced/);
    }
  });

  it('[W-6] an outcome alone makes no label say more', () => {
    for (const state of CHANGE_STATES) {
      expect(words({ state, outcome: { kind: 'applied' } })).toBe(words({ state }));
    }
  });

  it('says "Sending" after more than one second, not before', () => {
    expect(words({ state: 'sending', sendingMs: 1_000 })).toBe('Saved locally. Will sync on reconnect.');
    expect(words({ state: 'sending', sendingMs: 1_001 })).toBe('Saved locally. Sending…');
  });

  it('says so when work cannot leave at all, who carries it, and who has to accept it', () => {
    expect(words({ canLeave: false })).toBe('Saved on this laptop only.');
    expect(words({ state: 'handed', handedBy: 'hub' })).toBe('Handed over to the site hub. Not at the server yet.');
    expect(words({ state: 'escrow', owner: 'Lena' })).toBe('At the server. Waiting for Lena to accept.');
  });
});
