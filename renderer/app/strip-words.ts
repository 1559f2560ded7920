/** What the strip at the bottom says: "5 critical, 41 others wait · oldest 2 h". Pure, so that it can be tested. */
import type { Lane } from '../../domain/schema/types.ts';
import type { AppState } from '../../protocol/ipc/state.ts';
import { count, many } from '../ui/amount.ts';
import { shortSpan, span } from '../ui/when.ts';

export function waitingWords({ waiting }: Pick<AppState, 'waiting'>, now: number): string {
  if (waiting.total === 0)
    return waiting.confirming > 0 ? `${many(waiting.confirming, 'change')} being confirmed` : 'Nothing waits';
  const critical = inLane(waiting, 'critical');
  const background = inLane(waiting, 'background');
  const others = waiting.total - critical - background;
  if (critical + others === 0) return `${many(background, 'background change')} ${background === 1 ? 'waits' : 'wait'}`;
  const what =
    critical === 0
      ? `${many(others, 'change')} ${others === 1 ? 'waits' : 'wait'}`
      : others === 0
        ? `${count(critical)} critical ${critical === 1 ? 'waits' : 'wait'}`
        : `${count(critical)} critical, ${many(others, 'other')} wait`;
  const old = waiting.lanes.flatMap((lane) => (lane.lane === 'background' ? [] : (lane.oldest ?? [])));
  const parts = [what, background === 0 ? '' : `${count(background)} in the background`];
  if (old.length > 0) parts.push(`oldest ${shortSpan(now - Math.min(...old))}`);
  return parts.filter(Boolean).join(' · ');
}

/** What people did waits by its number; settings and statistics in the background are named apart from it (STAT-2). */
export function workWaiting(waiting: AppState['waiting']): number {
  return waiting.total - inLane(waiting, 'background');
}

function inLane({ lanes }: AppState['waiting'], name: Lane): number {
  return lanes.find((lane) => lane.lane === name)?.count ?? 0;
}

/** A laptop's clock may be off by this much before anybody needs to know, milliseconds. */
const CLOCK_FINE_MS = 120_000;

/** From here on a notice asks to set the clock (C-9), milliseconds. */
const CLOCK_WRONG_MS = 300_000;

/** "This laptop’s clock is 2 h ahead.", or null when it is near enough. */
export function clockNotice(errorMs: number | null): string | null {
  if (errorMs === null || Math.abs(errorMs) < CLOCK_WRONG_MS) return null;
  return `This laptop’s clock is ${span(Math.abs(errorMs))} ${errorMs < 0 ? 'behind' : 'ahead'}.`;
}

/** "this laptop’s clock is 7 min behind the server’s", or null when it is near enough or not known. */
export function clockWords(errorMs: number | null): string | null {
  if (errorMs === null || Math.abs(errorMs) < CLOCK_FINE_MS) return null;
  return `this laptop’s clock is ${span(Math.abs(errorMs))} ${errorMs < 0 ? 'behind' : 'ahead of'} the server’s`;
}
