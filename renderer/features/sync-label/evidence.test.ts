import { describe, expect, it } from 'vitest';
import { evidenceWords, NO_EVIDENCE } from './evidence.ts';

const NOW = new Date(2026, 10, 18, 15, 0).getTime();
const SAVED = new Date(2026, 10, 18, 14, 2, 11).getTime();
const RECEIVED = new Date(2026, 10, 18, 14, 31, 2).getTime();

describe('the evidence behind a label', () => {
  it('says every step that happened, in order', () => {
    const evidence = {
      savedAt: SAVED,
      change: 214,
      receivedAt: RECEIVED,
      position: 88_412,
      seenBackAt: RECEIVED + 1_000,
      because: null,
    };
    expect(evidenceWords(evidence, NOW)).toEqual([
      'Saved 14:02:11 on this laptop, change 214 · received 14:31:02, position 88,412 · seen back 14:31:03',
    ]);
  });

  it('says nothing that has not happened', () => {
    expect(evidenceWords(NO_EVIDENCE, NOW)).toEqual([]);
    expect(evidenceWords({ ...NO_EVIDENCE, savedAt: SAVED }, NOW)).toEqual(['Saved 14:02:11 on this laptop']);
  });

  it('names the day when it was another one, and the reason on a line of its own', () => {
    const evidence = { ...NO_EVIDENCE, savedAt: SAVED, because: 'The site was closed.' };
    expect(evidenceWords(evidence, NOW + 86_400_000)).toEqual([
      'Saved yesterday 14:02:11 on this laptop',
      'The site was closed.',
    ]);
  });
});
