/**
 * A batch of changes, taken: decoded whole or not at all, its signature checked against the laptop's key, committed,
 * and answered after the commit (W-2, W-3, W-10).
 */
import { changeText, type Change } from '../../domain/change/change.ts';
import { allApplied, type ChangeOutcome } from '../../domain/change/outcome.ts';
import { fromColumns } from '../../protocol/wire/batch.ts';
import { MAX_CHANGES_PER_BATCH, MAX_EDITS_PER_CHANGE } from '../../protocol/wire/limits.ts';
import { foldOutcomes } from '../../protocol/wire/outcomes.ts';
import { pushText, type Push } from '../../protocol/wire/push.ts';
import { StorageBusy } from '../storage/contract/storage.ts';
import { ForkedChange } from '../sync/committer.ts';
import type { Greeted } from './greet.ts';
import type { Peer } from './peer.ts';
import { sealedMark } from './sealed-mark.ts';

export async function takePush(session: Peer, greeted: Greeted, push: Push, bytes: number): Promise<void> {
  const { ports } = session;
  const { batch } = push;
  if (push.device !== greeted.device)
    return session.problem('notAllowed', 'these changes are another laptop’s', { batch });
  const changes = fromColumns(push);
  const tooMany = changes.length > MAX_CHANGES_PER_BATCH || changes.some((c) => c.edits.length > MAX_EDITS_PER_CHANGE);
  if (tooMany) return session.problem('tooLarge', 'too many changes in one batch', { batch });
  const hashes = changes.map((c) => ports.sha256(changeText(c)));
  if (!ports.gate.verify(greeted.publicKey, pushText(push.device, push.epoch, hashes), push.signature)) {
    return session.problem('notAllowed', 'the batch is not signed by this laptop', { batch });
  }
  const started = ports.clock();
  try {
    const outcomes = await ports.committer.submit({ changes, hashes, lineage: session });
    count(session, changes, outcomes, ports.clock() - started, bytes);
    answer(session, push, outcomes);
  } catch (error) {
    refuse(session, greeted, push, error);
  }
}

function answer(session: Peer, push: Push, outcomes: readonly ChangeOutcome[]): void {
  const { ports } = session;
  const head = ports.storage.head(ports.org);
  session.send({
    k: 'outcomes',
    batch: push.batch,
    epoch: push.epoch,
    incarnation: head.incarnation,
    mark: sealedMark(ports, head),
    receivedAt: ports.clock(),
    ...foldOutcomes(outcomes),
  });
  session.stream?.outcomesSent(outcomes);
}

function refuse(session: Peer, greeted: Greeted, push: Push, error: unknown): void {
  const { ports } = session;
  const { device } = greeted;
  const { batch } = push;
  if (error instanceof StorageBusy) {
    return session.problem('busy', 'the server is busy', { batch, comeBackMs: error.comeBackMs });
  }
  if (!(error instanceof ForkedChange)) throw error;
  if (error.seqs.length === 0)
    return session.problem('notNow', 'an earlier batch has to be issued again first', { batch });
  const epoch = grantedEpoch(session, greeted, push.epoch);
  ports.log({ event: 'forked', device, seqs: error.seqs, epoch });
  session.problem('forked', 'this laptop’s work was numbered twice; it is issued again', {
    batch,
    epoch,
    seqs: [...error.seqs],
    ...(error.known.size > 0 ? { known: [...error.known] } : {}),
  });
}

/**
 * One new epoch for a fork, however many batches it is found in, and never one that another copy of the laptop may have
 * been given: a console that already works under a newer epoch than the forked one stays there.
 */
function grantedEpoch({ ports }: Peer, greeted: Greeted, forked: number): number {
  if (greeted.epoch <= forked) greeted.epoch = ports.storage.directory.grantEpoch(ports.org, greeted.device);
  return greeted.epoch;
}

function count(
  session: Peer,
  changes: readonly Change[],
  outcomes: readonly ChangeOutcome[],
  ms: number,
  bytes: number,
): void {
  const { metrics, log } = session.ports;
  metrics.pushed(changes.length, ms);
  let plain = 0;
  for (const o of outcomes) {
    if (allApplied(o.edits)) plain += 1;
    else for (const e of o.edits) metrics.outcome(e.kind);
  }
  for (let i = 0; i < plain; i++) metrics.outcome('applied');
  log({ event: 'batch', device: changes[0]?.device, changes: changes.length, plain, ms, bytes });
}
