/** Numbers as a person reads them: "1 change", "46 changes", "88,412", "12.4 kB". */

export function count(n: number): string {
  return n.toLocaleString('en-US');
}

/** "1 change", "46 changes". */
export function many(n: number, one: string, more = `${one}s`): string {
  return `${count(n)} ${n === 1 ? one : more}`;
}

export function bytes(n: number): string {
  if (n < 1_000) return `${n} B`;
  if (n < 1_000_000) return `${(n / 1_000).toFixed(n < 10_000 ? 1 : 0)} kB`;
  return `${(n / 1_000_000).toFixed(n < 10_000_000 ? 1 : 0)} MB`;
}
