/**
 * Which marks of the server's log a console keeps (W-12): the newest ones all, older ones ever more sparsely, so that a
 * log of any length costs a few dozen. What lies between two rungs is offered and read again without need when a
 * server was restored to just there: that costs time, and nothing else.
 */

/** Newest marks, which are all kept. */
const DENSE = 6;

/** Of marks in descending order, those that are to be forgotten. */
export function rungsToDrop(positions: readonly number[]): readonly number[] {
  const newest = positions[0] ?? 0;
  const drop: number[] = [];
  const older = positions.slice(DENSE);
  older.forEach((position, i) => {
    const isFirst = i === 0 || octave(newest, older[i - 1] as number) !== octave(newest, position);
    const isLast = i === older.length - 1 || octave(newest, older[i + 1] as number) !== octave(newest, position);
    if (!isFirst && !isLast) drop.push(position);
  });
  return drop;
}

/** How often the distance to the newest doubles. */
function octave(newest: number, position: number): number {
  return Math.floor(Math.log2(Math.max(1, newest - position)));
}
