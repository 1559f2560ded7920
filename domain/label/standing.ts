/** From the state of a change and the outcome of one of its edits to what its label may say: never more than is true. */
import type { ChangeState } from '../change/state.ts';
import type { EditOutcome } from '../change/outcome.ts';
import type { EditStanding } from './save-label.ts';

export interface ChangeEvidence {
  readonly state: ChangeState;
  readonly outcome: EditOutcome | null;
  /** False when sync is switched off or this laptop is not enrolled. */
  readonly canLeave: boolean;
  /** Milliseconds since the bytes were given to the link; 0 unless sending. */
  readonly sendingMs: number;
  readonly handedBy: 'usb' | 'hub' | null;
  /** Name of the person who has to accept it, in escrow. */
  readonly owner: string | null;
}

const SENDING_SHOWN_AFTER_MS = 1_000;

/** Standing of a pending edit; null once it is settled: then the canonical record speaks. */
export function standingOf(e: ChangeEvidence): EditStanding | null {
  switch (e.state) {
    case 'queued':
      return { kind: 'queued', canLeave: e.canLeave };
    case 'sending':
      return { kind: 'sending', longerThanASecond: e.sendingMs > SENDING_SHOWN_AFTER_MS };
    case 'handed':
      return { kind: 'handed', by: e.handedBy ?? 'usb' };
    case 'waiting':
      return { kind: 'waiting' };
    case 'escrow':
      return { kind: 'escrow', owner: e.owner };
    case 'held':
      return { kind: 'refused' };
    case 'confirming':
      return { kind: 'confirming' };
    case 'settled':
    case 'replaced':
      return null;
  }
}
