/** Sums of 48-bit digests (W-8): order does not matter, so a row can be taken out and put in again. */
const MODULUS = 2 ** 48;

/** Sum modulo 2^48; `b` may be negative, to take a row out. */
export function addDigests(a: number, b: number): number {
  return (((a + b) % MODULUS) + MODULUS) % MODULUS;
}

/** The sum over the records of one collection at one site; '' is the whole organisation. */
export interface DigestSum {
  readonly site: string;
  readonly collection: string;
  readonly sum: number;
  readonly count: number;
}

/** One text for one set of sums, in whatever order they come; where no record is left there is nothing to say. */
export function sumsText(sums: readonly DigestSum[]): string {
  return sums
    .filter((s) => s.count !== 0)
    .map((s) => `${s.site} ${s.collection} ${s.sum} ${s.count}`)
    .toSorted()
    .join('\n');
}

/** Where two sets of sums differ: [site, collection]. */
export function differences(
  a: readonly DigestSum[],
  b: readonly DigestSum[],
): readonly { readonly site: string; readonly collection: string }[] {
  const key = (s: DigestSum): string => `${s.site} ${s.collection}`;
  const left = new Map(a.filter((s) => s.count !== 0).map((s) => [key(s), s]));
  const right = new Map(b.filter((s) => s.count !== 0).map((s) => [key(s), s]));
  return [...new Map([...left, ...right]).values()]
    .filter((s) => {
      const [x, y] = [left.get(key(s)), right.get(key(s))];
      return x?.sum !== y?.sum || x?.count !== y?.count;
    })
    .map(({ site, collection }) => ({ site, collection }));
}
