/**
 * What this laptop holds and the server does not have. Work that was handed over by USB or to a hub still counts: until
 * the server has it, nobody who looks there can see it.
 */
import { LANES } from '../../domain/schema/types.ts';
import type { LaneView, WaitingView } from '../../protocol/ipc/state.ts';
import type { ViewContext } from './context.ts';

const HERE: ReadonlySet<string> = new Set(['queued', 'sending', 'handed', 'held']);

/** Lanes that hold nothing are listed too, so that their places do not jump. */
export function waitingView({ replica }: Pick<ViewContext, 'replica'>): WaitingView {
  const rows = replica.changes.summary.all();
  const here = rows.filter((r) => HERE.has(r.state));
  const lanes = LANES.map((lane, index): LaneView => {
    const of = here.filter((r) => r.lane === index);
    return { lane, count: sum(of, 'count'), bytes: sum(of, 'bytes'), oldest: oldest(of) };
  });
  return {
    total: sum(here, 'count'),
    oldest: oldest(here),
    lanes,
    held: sum(
      here.filter((r) => r.state === 'held'),
      'count',
    ),
    confirming: sum(
      rows.filter((r) => r.state === 'confirming'),
      'count',
    ),
  };
}

interface Counted {
  readonly count: number;
  readonly bytes: number;
  readonly oldest: number;
}

function sum(rows: readonly Counted[], field: 'count' | 'bytes'): number {
  return rows.reduce((total, r) => total + r[field], 0);
}

function oldest(rows: readonly Counted[]): number | null {
  return rows.reduce<number | null>((least, r) => (least === null || r.oldest < least ? r.oldest : least), null);
}
