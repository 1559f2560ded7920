/** What became of a change that had to wait, told to its laptop when it is here (W-4); otherwise it asks when it comes. */
import { foldOutcomes } from '../../protocol/wire/outcomes.ts';
import type { LaterOutcome } from '../sync/draft.ts';
import { sealedMark } from './sealed-mark.ts';
import type { Session } from './session.ts';

export function tellLater(session: Session, later: readonly LaterOutcome[]): void {
  const { greeted, ports } = session;
  for (const { device, epoch, outcome } of later) {
    if (greeted?.device !== device) continue;
    const head = ports.storage.head(ports.org);
    session.send({
      k: 'outcomes',
      batch: null,
      epoch,
      incarnation: head.incarnation,
      mark: sealedMark(ports, head),
      receivedAt: ports.clock(),
      ...foldOutcomes([outcome]),
    });
  }
}
