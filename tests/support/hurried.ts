/** A laptop's timers, on which the waits of half a minute and more pass in a thousandth; those of the link are real. */
import type { Timers } from '../../main/sync/link.ts';
import { realTimers } from './console.ts';

const LONG_MS = 30_000;

export function hurriedTimers(): Timers {
  const real = realTimers();
  return { ...real, after: (ms, task) => real.after(ms < LONG_MS ? ms : ms / 1_000, task) };
}
