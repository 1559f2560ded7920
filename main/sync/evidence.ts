/** What is known of the link, gathered from what really happened; words are made from it in the domain (N-1 to N-3). */
import { conclude, linkSteps, NO_EVIDENCE, reasonWords, type LinkEvidence } from '../../domain/link/reason.ts';
import type { SessionState } from '../../domain/session/machine.ts';
import type { LinkView } from '../../protocol/ipc/state.ts';

export interface LinkKnowledge {
  readonly evidence: LinkEvidence;
  readonly lastWriteAt: number | null;
  readonly retryAt: number | null;
}

export const KNOWS_NOTHING: LinkKnowledge = { evidence: NO_EVIDENCE, lastWriteAt: null, retryAt: null };

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
  if (session.name !== 'live')
    return { ...base, phase: 'connecting', says: 'Looking for the server', do: 'Nothing to do.' };
  if (evidence.write !== 'completed') {
    return { ...base, phase: 'unproved', says: 'Connected; nothing has been sent yet', do: 'Nothing to do.' };
  }
  return { ...base, phase: 'works', says: 'Connected; writes complete', do: 'Nothing to do.' };
}
