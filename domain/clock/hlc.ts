/**
 * Hybrid logical clock: orders changes for display and for the policy `latest`, and decides nothing else (C-9). It
 * never runs backwards on one device, whatever the laptop's clock does, and a stamp from the far future is clamped so
 * that one wrong laptop cannot drag everybody's clock along.
 *
 * One stamp is a safe integer: (milliseconds since 2024-01-01 UTC) × 4096 + counter. It fits until the year 2093.
 */

declare const brand: unique symbol;
export type Hlc = number & { readonly [brand]: 'Hlc' };

export const HLC_ORIGIN_MS = 1_704_067_200_000;
const COUNTER = 4096;
const MAX_MS = Math.floor(Number.MAX_SAFE_INTEGER / COUNTER) - 1;
/** A stamp further ahead of the receiver's clock than this is clamped: two days cover any time zone mistake. */
export const FAR_FUTURE_MS = 48 * 3_600_000;

export const HLC_ZERO = 0 as Hlc;

export function hlcFromMs(ms: number): Hlc {
  const since = Math.min(MAX_MS, Math.max(0, Math.floor(ms) - HLC_ORIGIN_MS));
  return (since * COUNTER) as Hlc;
}

/** Milliseconds UTC that a stamp stands for. */
export function hlcMs(stamp: Hlc): number {
  return Math.floor(stamp / COUNTER) + HLC_ORIGIN_MS;
}

/** The next stamp for something made here: after `last`, and not before the wall clock. */
export function tick(last: Hlc, wallMs: number): Hlc {
  return Math.max(last + 1, hlcFromMs(wallMs)) as Hlc;
}

/** The clock after seeing somebody else's stamp; a far-future stamp is not followed. */
export function observe(last: Hlc, seen: Hlc, wallMs: number): Hlc {
  const ceiling = hlcFromMs(wallMs + FAR_FUTURE_MS);
  return Math.max(last, Math.min(seen, ceiling)) as Hlc;
}

/** A stamp as the receiver keeps it, and whether it had to be clamped. */
export function clamp(stamp: Hlc, wallMs: number): { readonly stamp: Hlc; readonly clamped: boolean } {
  const ceiling = hlcFromMs(wallMs + FAR_FUTURE_MS);
  return stamp > ceiling ? { stamp: ceiling, clamped: true } : { stamp, clamped: false };
}
