import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { LABEL_KINDS, labelOf, recordLabel, type EditStanding, type Label } from './save-label.ts';

/** The table of docs/spec/labels.md, in its order: standing, words, role, icon. */
const TABLE: readonly (readonly [EditStanding, Label['kind'], string, Label['tone'], boolean])[] = [
  [{ kind: 'unsaved' }, 'unsaved', 'Not saved yet', 'neutral', false],
  [{ kind: 'queued', canLeave: true }, 'savedLocally', 'Saved locally. Will sync on reconnect.', 'calm', false],
  [{ kind: 'queued', canLeave: false }, 'savedHereOnly', 'Saved on this laptop only.', 'calm', true],
  [{ kind: 'sending', longerThanASecond: true }, 'sending', 'Saved locally. Sending…', 'calm', false],
  [{ kind: 'handed', by: 'usb' }, 'handedUsb', 'Handed over by USB. Not at the server yet.', 'calm', true],
  [{ kind: 'handed', by: 'hub' }, 'handedHub', 'Handed over to the site hub. Not at the server yet.', 'calm', true],
  [{ kind: 'confirming' }, 'confirming', 'At the server. Confirming…', 'calm', false],
  [{ kind: 'synced' }, 'synced', 'Synced', 'good', false],
  [
    { kind: 'ruleKept', kept: "The lead's schedule" },
    'ruleKept',
    "Synced. The lead's schedule was kept — see history",
    'good',
    true,
  ],
  [{ kind: 'question', mine: true, reviewer: null }, 'myQuestion', 'Conflict — tap to review', 'attention', false],
  [
    { kind: 'question', mine: false, reviewer: 'Marta Diaz' },
    'theirQuestion',
    'Conflict — waiting for Marta Diaz',
    'attention',
    false,
  ],
  [{ kind: 'waiting' }, 'waiting', "At the server. Waiting for a colleague's work.", 'calm', true],
  [
    { kind: 'escrow', owner: 'Marta Diaz' },
    'escrow',
    'At the server. Waiting for Marta Diaz to accept.',
    'attention',
    false,
  ],
  [{ kind: 'refused' }, 'refused', 'Not sent — needs attention', 'attention', false],
];

/** Most urgent or least travelled first; what stands in one row may come in either order. */
const ORDER: readonly (readonly Label['kind'][])[] = [
  ['refused'],
  ['myQuestion'],
  ['theirQuestion'],
  ['unsaved'],
  ['savedHereOnly', 'savedLocally', 'sending'],
  ['handedUsb', 'handedHub'],
  ['waiting', 'escrow'],
  ['confirming'],
  ['ruleKept'],
  ['synced'],
];

describe('the label', () => {
  it.each(TABLE)('[W-6] %j reads as the table says', (standing, kind, text, tone, icon) => {
    expect(labelOf(standing)).toEqual({ kind, text, tone, icon });
  });

  it('[W-6] every kind has a row', () => {
    expect(TABLE.map(([, kind]) => kind).toSorted()).toEqual([...LABEL_KINDS].toSorted());
    expect(ORDER.flat().toSorted()).toEqual([...LABEL_KINDS].toSorted());
  });

  it('[W-6] the words stand in docs/spec/labels.md as they stand here', () => {
    const spec = readFileSync(new URL('../../docs/spec/labels.md', import.meta.url), 'utf8');
    for (const [, , text] of TABLE) {
      const words = text.replace('Marta Diaz to', '(lead) to').replace('Marta Diaz', "(the reviewer's name)");
      expect(spec).toContain(words);
    }
  });

  it('a batch that left a moment ago still reads as saved here', () => {
    expect(labelOf({ kind: 'sending', longerThanASecond: false })).toEqual(labelOf({ kind: 'queued', canLeave: true }));
  });

  it('nobody in particular still reads as a sentence', () => {
    expect(labelOf({ kind: 'question', mine: false, reviewer: null }).text).toBe(
      'Conflict — waiting for a service manager',
    );
    expect(labelOf({ kind: 'escrow', owner: null }).text).toBe('At the server. Waiting for a lead to accept.');
  });

  it('[W-6] of every two edits the more urgent or less travelled one speaks', () => {
    const of = (kind: Label['kind']): EditStanding => TABLE.find((row) => row[1] === kind)![0];
    for (const [i, earlier] of ORDER.entries()) {
      for (const later of ORDER.slice(i + 1).flat()) {
        for (const kind of earlier) {
          expect(recordLabel([of(kind), of(later)]).kind).toBe(kind);
          expect(recordLabel([of(later), of(kind)]).kind).toBe(kind);
        }
      }
    }
  });

  it('a record without edits of its own is synced', () => {
    expect(recordLabel([]).text).toBe('Synced');
  });
});
