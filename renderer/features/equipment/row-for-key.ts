/** Where a key leads in a list of rows: an index, −1 for out of the top, null when the key means nothing here. */
export function rowForKey(key: string, from: number, count: number, page: number): number | null {
  const within = (index: number): number => Math.max(0, Math.min(count - 1, index));
  switch (key) {
    case 'ArrowDown':
      return within(from + 1);
    case 'ArrowUp':
      return from === 0 ? -1 : from - 1;
    case 'PageDown':
      return within(from + page);
    case 'PageUp':
      return within(from - page);
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return null;
  }
}
