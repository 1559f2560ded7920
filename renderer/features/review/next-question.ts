/**
 * Which question comes next. Those that were put off come back after all others have been seen; the order in which they
 * were asked is kept, because questions of one record belong together.
 */

/** What the picker goes through, one after the other. */
export const ASKED_OF_ME = { status: 'open', whose: 'forMe' } as const;

interface Asked {
  readonly id: string;
}

export interface Turn<Q extends Asked> {
  readonly next: Q | null;
  /** What stays put off: empty when it begins again from the first. */
  readonly later: readonly string[];
}

/** `open`: what may be answered, in order. `after`: the one that was just left; it is not asked again at once if there is another. */
export function nextQuestion<Q extends Asked>(
  open: readonly Q[],
  later: readonly string[],
  after: string | null,
): Turn<Q> {
  const rest = open.filter((q) => q.id !== after);
  const fresh = rest.filter((q) => !later.includes(q.id));
  const left = open.findIndex((q) => q.id === after);
  const next = fresh.find((q) => open.indexOf(q) > left) ?? fresh[0];
  if (next) return { next, later };
  return { next: rest[0] ?? open[0] ?? null, later: [] };
}

/** Two versions are compared at a time: each one that waits behind is a question more. */
export function stillToAsk(open: readonly { readonly sidesWaiting: number }[]): number {
  return open.reduce((sum, q) => sum + 1 + q.sidesWaiting, 0);
}

/** "2 of 9": how many were answered or put off in this sitting, and all that there are. */
export function placeWords(answered: number, open: number, putOff: number): string {
  const total = answered + open;
  return `${Math.min(answered + putOff + 1, total)} of ${total}`;
}

export function waitingWords(waiting: number): string {
  return waiting === 1 ? 'One more version waits behind these two.' : `${waiting} more versions wait behind these two.`;
}
