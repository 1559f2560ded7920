/**
 * The one honest line on a record. Every label is made here, from the states of the record's edits and from nothing
 * else; "are we online?" is not an input. The table is total by type, and the order in `URGENCY` decides which edit
 * speaks for a record that has several.
 */

export const LABEL_KINDS = [
  'refused',
  'myQuestion',
  'theirQuestion',
  'unsaved',
  'savedLocally',
  'savedHereOnly',
  'sending',
  'handedUsb',
  'handedHub',
  'waiting',
  'escrow',
  'confirming',
  'ruleKept',
  'synced',
] as const;
export type LabelKind = (typeof LABEL_KINDS)[number];

/** What the label's colour means; never the only carrier. */
export type Tone = 'neutral' | 'calm' | 'good' | 'attention';

export interface Label {
  readonly kind: LabelKind;
  readonly text: string;
  readonly tone: Tone;
  /** A mark beside the words, besides the icon of the kind. */
  readonly icon: boolean;
}

/** The state of one edit, or of one group of a record, as far as its label is concerned. */
export type EditStanding =
  | { readonly kind: 'refused' }
  /** `reviewer`: name of the person who decides, or null when nobody is known here. */
  | { readonly kind: 'question'; readonly mine: boolean; readonly reviewer: string | null }
  | { readonly kind: 'unsaved' }
  /** `canLeave`: false when sync is switched off or the laptop is not enrolled. */
  | { readonly kind: 'queued'; readonly canLeave: boolean }
  /** `longerThanASecond`: since the bytes were given to the link. */
  | { readonly kind: 'sending'; readonly longerThanASecond: boolean }
  | { readonly kind: 'handed'; readonly by: 'usb' | 'hub' }
  | { readonly kind: 'waiting' }
  | { readonly kind: 'escrow'; readonly owner: string | null }
  | { readonly kind: 'confirming' }
  /** `kept`: "The lead's schedule". */
  | { readonly kind: 'ruleKept'; readonly kept: string }
  | { readonly kind: 'synced' };

export function labelOf(standing: EditStanding): Label {
  switch (standing.kind) {
    case 'refused':
      return label('refused', 'Not sent — needs attention', 'attention');
    case 'question':
      return standing.mine
        ? label('myQuestion', 'Conflict — tap to review', 'attention')
        : label('theirQuestion', `Conflict — waiting for ${standing.reviewer ?? 'a service manager'}`, 'attention');
    case 'unsaved':
      return label('unsaved', 'Not saved yet', 'neutral');
    case 'queued':
      return standing.canLeave
        ? label('savedLocally', 'Saved locally. Will sync on reconnect.', 'calm')
        : label('savedHereOnly', 'Saved on this laptop only.', 'calm', true);
    case 'sending':
      return standing.longerThanASecond
        ? label('sending', 'Saved locally. Sending…', 'calm')
        : label('savedLocally', 'Saved locally. Will sync on reconnect.', 'calm');
    case 'handed':
      return standing.by === 'usb'
        ? label('handedUsb', 'Handed over by USB. Not at the server yet.', 'calm', true)
        : label('handedHub', 'Handed over to the site hub. Not at the server yet.', 'calm', true);
    case 'waiting':
      return label('waiting', "At the server. Waiting for a colleague's work.", 'calm', true);
    case 'escrow':
      return label('escrow', `At the server. Waiting for ${standing.owner ?? 'a lead'} to accept.`, 'attention');
    case 'confirming':
      return label('confirming', 'At the server. Confirming…', 'calm');
    case 'ruleKept':
      return label('ruleKept', `Synced. ${standing.kept} was kept — see history`, 'good', true);
    case 'synced':
      return label('synced', 'Synced', 'good');
  }
}

function label(kind: LabelKind, text: string, tone: Tone, icon = false): Label {
  return { kind, text, tone, icon };
}

/** Most urgent or least travelled first; `sending` ranks with what is saved here. */
const URGENCY: Readonly<Record<LabelKind, number>> = {
  refused: 0,
  myQuestion: 1,
  theirQuestion: 2,
  unsaved: 3,
  savedHereOnly: 4,
  savedLocally: 5,
  sending: 6,
  handedUsb: 7,
  handedHub: 8,
  waiting: 9,
  escrow: 10,
  confirming: 11,
  ruleKept: 12,
  synced: 13,
};

/** The label that speaks for a record: of its edits the most urgent or least travelled; `synced` when it has none. */
export function recordLabel(standings: readonly EditStanding[]): Label {
  let most = labelOf({ kind: 'synced' });
  for (const standing of standings) {
    const next = labelOf(standing);
    if (URGENCY[next.kind] < URGENCY[most.kind]) most = next;
  }
  return most;
}
