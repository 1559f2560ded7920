/** A reading against its limits, in words; the colour only repeats them. */

export interface Limits {
  readonly low: number | null;
  readonly high: number | null;
}

/** "above the limit of 5", "below the limit of 1", or null when it is inside or there is no limit. */
export function outsideWords(value: number | null, { low, high }: Limits): string | null {
  if (value === null) return null;
  if (high !== null && value > high) return `above the limit of ${high}`;
  if (low !== null && value < low) return `below the limit of ${low}`;
  return null;
}

/** "1 to 5", "up to 5", "from 1", "no limits". */
export function limitWords({ low, high }: Limits): string {
  if (low !== null && high !== null) return `${low} to ${high}`;
  if (high !== null) return `up to ${high}`;
  return low === null ? 'no limits' : `from ${low}`;
}
