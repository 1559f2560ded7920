/** Which pages of a long list are needed for the rows in view. */

/** Rows per question to the main process: more than a tall screen shows, few enough to answer within a frame. */
export const PAGE = 100;

interface Range {
  readonly first: number;
  readonly last: number;
}

/** Offsets of the pages, ascending. With more rows than `total`, the page behind the last one is wanted near the end. */
export function pagesInView({ first, last }: Range, total: number, more: boolean): readonly number[] {
  const end = more && last >= total - 1 ? total : Math.min(last, total - 1);
  const offsets: number[] = [];
  for (let offset = first - (first % PAGE); offset <= end; offset += PAGE) offsets.push(offset);
  return offsets;
}
