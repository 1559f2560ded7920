/** What is known of the link, gathered from what really happened; words are made from it in the domain (N-1 to N-3). */
import { conclude, linkSteps, NO_EVIDENCE, reasonWords, type LinkEvidence } from '../../domain/link/reason.ts';
import type { SessionState } from '../../domain/session/machine.ts';
import type { LinkView } from '../../protocol/ipc/state.ts';
import type { Goodbye } from '../../protocol/wire/hello.ts';

export interface LinkKnowledge {
  readonly evidence: LinkEvidence;
  readonly lastWriteAt: number | null;
  readonly retryAt: number | null;
  /** Since when the head of the queue has not moved although it may leave; null while it moves. */
  readonly stuckSince: number | null;
  /**
   * Position up to which the server still has what it once said; null when that is all. Known from the welcome of a
   * restored server until this laptop has gone back, which a full disk can put off (W-12).
   */
  readonly vouchedTo: number | null;
}

export const KNOWS_NOTHING: LinkKnowledge = {
  evidence: NO_EVIDENCE,
  lastWriteAt: null,
  retryAt: null,
  stuckSince: null,
  vouchedTo: null,
};

/** Our own server has answered: everything beneath that works. */
export function reached(isSecure: boolean): Partial<LinkEvidence> {
  return { interfaceUp: true, name: 'resolved', connect: 'open', answer: 'ours', tls: isSecure ? 'trusted' : 'none' };
}

/** A goodbye as evidence. */
export function saidBy({ reason }: Goodbye): LinkEvidence['hello'] {
  if (reason === 'tooNew') return 'busy';
  return reason === 'malformed' ? 'silence' : reason;
}

/** Whatever else looks well: nothing calls a link working on which the queue does not move. */
const STUCK_WORDS = {
  says: 'Connected, but the oldest change does not move',
  do: 'The connection is made anew again and again; the work is safe here. Tell the operator if this stays.',
};

/** Going back is one transaction that needs room; with room it is over before anybody could read this. */
const CUT_WORDS = {
  says: 'The server was put back to an older state, and this laptop cannot follow yet',
  do: 'Free some space on this laptop. Everything saved is safe here and is sent again by itself.',
};

export function linkView(known: LinkKnowledge, session: SessionState, server: string | null): LinkView {
  const { evidence, lastWriteAt } = known;
  const reason = conclude(evidence);
  const base = {
    switchedOn: evidence.switchedOn,
    reason,
    steps: linkSteps(evidence),
    retryAt: session.name === 'resting' ? session.until : null,
    lastWriteAt,
    server,
  };
  if (reason) {
    const words = reasonWords(reason);
    return { ...base, phase: evidence.switchedOn ? 'cannot' : 'off', says: words.says, do: words.do };
  }
  if (known.vouchedTo !== null) return { ...base, phase: 'cannot', ...CUT_WORDS };
  if (known.stuckSince !== null) return { ...base, phase: 'cannot', ...STUCK_WORDS };
  if (session.name !== 'live')
    return { ...base, phase: 'connecting', says: 'Looking for the server', do: 'Nothing to do.' };
  if (evidence.write !== 'completed') {
    return { ...base, phase: 'unproved', says: 'Connected; nothing has been sent yet', do: 'Nothing to do.' };
  }
  return { ...base, phase: 'works', says: 'Connected; writes complete', do: 'Nothing to do.' };
}
