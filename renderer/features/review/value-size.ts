/** How large the two values are set: both alike, by the longer one, so that size says nothing about which is right. */
import type { SideView } from '../../../protocol/ipc/views.ts';

/** `prose` is read, scrolled and selected like text, and kept with its button only. */
export type ValueSize = 'short' | 'line' | 'prose';

const PROSE = 140;
const SHORT = 48;

export function valueSize(sides: readonly Pick<SideView, 'words'>[]): ValueSize {
  const longest = Math.max(0, ...sides.map((side) => side.words.length));
  if (longest > PROSE) return 'prose';
  return longest > SHORT ? 'line' : 'short';
}
