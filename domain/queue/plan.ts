/**
 * Which changes leave next, and in what order: lanes in order, first in first out within a lane, and a change
 * never before one it depends on. What an urgent change depends on is pulled forward with it. A change that depends on
 * a held one stays; everything else flows on.
 */
import type { Lane } from '../schema/types.ts';
import { LANES } from '../schema/types.ts';
import { isSendable, type ChangeState } from '../change/state.ts';

export interface QueueItem {
  readonly seq: number;
  readonly lane: Lane;
  readonly state: ChangeState;
  /** Size on the wire before compression, bytes: an estimate is enough. */
  readonly bytes: number;
  /** Sequences, on this device, that must be at the server before this one. */
  readonly dependsOn: readonly number[];
}

export interface BatchLimits {
  readonly maxCount: number;
  readonly maxBytes: number;
  /** Lanes that may leave now. */
  readonly lanes?: readonly Lane[];
}

/** Sequences of the next batch in sending order; empty when nothing may leave. `find` looks beyond the given items. */
export function planBatch(
  items: readonly QueueItem[],
  limits: BatchLimits,
  find: (seq: number) => QueueItem | undefined = () => undefined,
): readonly number[] {
  const oldestFirst = items.toSorted((a, b) => a.seq - b.seq);
  const here = new Map(items.map((i) => [i.seq, i]));
  const lookup = (seq: number): QueueItem | undefined => here.get(seq) ?? find(seq);
  const chosen = new Set<number>();
  let bytes = 0;
  for (const lane of limits.lanes ?? LANES) {
    for (const item of oldestFirst) {
      if (item.lane !== lane || chosen.has(item.seq) || !isSendable(item.state)) continue;
      const group = withDependencies(item, lookup, chosen);
      if (!group) continue;
      const size = group.reduce((sum, g) => sum + g.bytes, 0);
      const fits = chosen.size + group.length <= limits.maxCount && bytes + size <= limits.maxBytes;
      if (!fits) return chosen.size > 0 ? [...chosen] : beginning(group, limits);
      for (const g of group) chosen.add(g.seq);
      bytes += size;
      if (chosen.size >= limits.maxCount || bytes >= limits.maxBytes) return [...chosen];
    }
  }
  return [...chosen];
}

/** As much of a chain as the limits let through, and at least its first change, so that it moves at all (N-4). */
function beginning(group: readonly QueueItem[], limits: BatchLimits): readonly number[] {
  const seqs: number[] = [];
  let bytes = 0;
  for (const g of group) {
    bytes += g.bytes;
    if (seqs.length > 0 && (seqs.length >= limits.maxCount || bytes > limits.maxBytes)) break;
    seqs.push(g.seq);
  }
  return seqs;
}

/** The item behind all it still needs, in sending order; null when something it needs is held or being kept elsewhere. */
function withDependencies(
  item: QueueItem,
  lookup: (seq: number) => QueueItem | undefined,
  chosen: ReadonlySet<number>,
): readonly QueueItem[] | null {
  const order: QueueItem[] = [];
  const seen = new Set<number>();
  const visit = (at: QueueItem): boolean => {
    if (seen.has(at.seq) || chosen.has(at.seq)) return true;
    seen.add(at.seq);
    for (const seq of at.dependsOn.toSorted((a, b) => a - b)) {
      const need = lookup(seq);
      if (need === undefined || isAtServer(need.state)) continue;
      if (need.state === 'held') return false;
      if (!visit(need)) return false;
    }
    if (isSendable(at.state)) order.push(at);
    return true;
  };
  return visit(item) ? order : null;
}

/** In flight counts: frames of one connection are taken in order, and a broken one sends all of them again. */
function isAtServer(state: ChangeState): boolean {
  return state !== 'queued' && state !== 'handed' && state !== 'held';
}

/** Sequences that must be held because something they depend on is held: the whole tail, in order. */
export function heldWith(items: readonly QueueItem[], held: number): readonly number[] {
  const out = new Set<number>([held]);
  for (const item of items.toSorted((a, b) => a.seq - b.seq)) {
    if (item.dependsOn.some((d) => out.has(d))) out.add(item.seq);
  }
  out.delete(held);
  return [...out];
}
