/**
 * What was received of each device, as a high-water mark with gaps, and the device's chain reckoned along it: the server
 * arrives at the same head as the laptop, or their histories differ (W-2, SAVE-4).
 */
import type { Change } from '../../domain/change/change.ts';
import type { DeviceNo, Epoch, Sequence } from '../../domain/ids.ts';
import type { SeenMark } from '../storage/contract/types.ts';
import type { Draft } from './draft.ts';

export function markSeen(draft: Draft, change: Pick<Change, 'device' | 'epoch' | 'seq'>): void {
  const key = `${change.device}.${change.epoch}`;
  let at = draft.marks.get(key);
  if (!at) {
    const none: SeenMark = { device: change.device, epoch: change.epoch, highWater: 0, above: [], chain: '' };
    const mark = draft.view.seen(change.device, change.epoch) ?? none;
    at = { mark, above: new Set(mark.above) };
    draft.marks.set(key, at);
  }
  if (change.seq > at.mark.highWater) at.above.add(change.seq);
}

export function finishMarks(draft: Draft): readonly SeenMark[] {
  return [...draft.marks.values()].map(({ mark, above }) => advance(draft, mark, above));
}

function advance(draft: Draft, mark: SeenMark, above: Set<number>): SeenMark {
  let { highWater, chain } = mark;
  while (above.has(highWater + 1)) {
    highWater += 1;
    above.delete(highWater);
    chain = chainOver(draft, chain, highWater, hashOf(draft, mark.device, mark.epoch, highWater as Sequence));
  }
  return { ...mark, highWater, chain, above: [...above].toSorted((a, b) => a - b) };
}

/**
 * Of a change that could not even be read here nobody knows the hash; from there on the chain of this epoch is empty: it
 * cannot be compared, and says so, where a wrong one would be taken for a copied laptop.
 */
function chainOver(draft: Draft, chain: string, seq: number, hash: string): string {
  const isLost = hash === '' || (chain === '' && seq > 1);
  return isLost ? '' : draft.rules.sha256(`${chain}${hash}`);
}

function hashOf(draft: Draft, device: DeviceNo, epoch: Epoch, seq: Sequence): string {
  const receipt = draft.receipt(device, epoch, seq);
  const waiting = draft.waitingAdded.get(`${device}.${epoch}.${seq}`) ?? draft.view.waiting(device, epoch, seq);
  const hash = receipt?.hash ?? waiting?.hash;
  if (hash === undefined) throw new Error(`sequence ${device}.${epoch}.${seq} is marked as seen but not kept`);
  return hash;
}
