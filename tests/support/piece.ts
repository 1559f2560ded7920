/** All that the north site's laptops may see, as one piece of a first sync. */
import type { Position } from '../../domain/ids.ts';
import { deltaOfPage, type MadeDelta } from '../../server/sync/delta.ts';
import { NORTH, ORG, type Rig } from './hospital.ts';

export function northAsOnePiece(rig: Rig): MadeDelta {
  const from = 0 as Position;
  const head = rig.storage.head(ORG).position;
  const page = rig.storage.pullPage(ORG, [NORTH], from, head, 10_000);
  return deltaOfPage({ incarnation: 'i', mark: null, site: null, from, to: head, head, remaining: 0 }, page, null);
}
