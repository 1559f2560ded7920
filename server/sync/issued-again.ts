/**
 * Work that was numbered twice and issued again counts once (W-2), however many copies of the laptop come with it: each of
 * them is told under which id it stands here, and issues anew only what is not here yet.
 */
import type { Change, Origin } from '../../domain/change/change.ts';
import { changeId, type ChangeId } from '../../domain/ids.ts';
import type { Draft } from './draft.ts';

/** The id under which this very work came before, if that was another; undefined: it is new, or comes again as it was. */
export function standsAs(draft: Draft, change: Change, hash: string): ChangeId | undefined {
  const own = changeId(change.device, change.epoch, change.seq);
  const was: Origin = change.was ?? { epoch: change.epoch, seq: change.seq, hash };
  const isThere = hashOf(draft, change, was) === was.hash && !wasRefused(draft, change, was);
  const known = isThere ? changeId(change.device, was.epoch, was.seq) : draft.issuedAgain(change.device, was);
  return known === own ? undefined : known;
}

/** Content that the server has under an id; undefined: the id is new. */
export function hashOf(
  draft: Draft,
  { device }: Pick<Change, 'device'>,
  { epoch, seq }: Pick<Change, 'epoch' | 'seq'>,
): string | undefined {
  const waiting = draft.waitingAdded.get(changeId(device, epoch, seq)) ?? draft.view.waiting(device, epoch, seq);
  return draft.receipt(device, epoch, seq)?.hash ?? waiting?.hash;
}

function wasRefused(draft: Draft, { device }: Change, { epoch, seq }: Origin): boolean {
  return draft.receipt(device, epoch, seq)?.outcome?.some((o) => o.kind === 'refused') === true;
}

/** Work that was refused is not here: its content is not kept, and a copy of it may still be put right. */
export function noteIssuedAgain(draft: Draft, change: Change, isRefused: boolean): void {
  if (!change.was || isRefused) return;
  draft.putIssuedAgain({
    device: change.device,
    was: change.was,
    id: changeId(change.device, change.epoch, change.seq),
  });
}
