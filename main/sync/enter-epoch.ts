/**
 * A replica that was restored from an old copy, or cloned, would give sequences that were given before. The server knows
 * what it has received of this epoch: more than this replica ever gave, or other content at the same sequence, and the
 * replica is a copy (W-2). Then whatever is saved from now on gets its number in a new epoch, which the next hello names.
 *
 * What waits to be sent is offered under its old number all the same: the server may have received it from the other copy,
 * and must not get it twice. What it knows there with other content comes back as forked and is issued again.
 */
import type { Epoch } from '../../domain/ids.ts';
import type { Welcome } from '../../protocol/wire/hello.ts';
import type { Replica } from '../replica/replica.ts';

export function isCopy(replica: Replica, welcome: Pick<Welcome, 'highWater' | 'above' | 'chain'>): boolean {
  const identity = replica.identity();
  if (!identity) return false;
  const last = replica.changes.last.get(identity.epoch)?.seq ?? 0;
  if (Math.max(welcome.highWater, ...welcome.above.slice(-1)) > last) return true;
  if (welcome.highWater === 0 || welcome.chain === '') return false;
  const here = replica.changes.chainAt.get(identity.epoch, welcome.highWater);
  return here !== undefined && here !== welcome.chain;
}

/** Gives the new epoch: beyond all that are in use, as far as either side knows. */
export function enterEpoch(replica: Replica, welcome: Pick<Welcome, 'epoch'>): Epoch {
  const identity = replica.identity();
  if (!identity) throw new Error('nobody works here yet');
  const epoch = (Math.max(identity.epoch, welcome.epoch) + 1) as Epoch;
  replica.transact('durable', () => {
    replica.writeMeta('earlierEpochs', [...(replica.readMeta('earlierEpochs') ?? []), identity.epoch]);
    replica.setIdentity({ ...identity, epoch });
  });
  return epoch;
}
