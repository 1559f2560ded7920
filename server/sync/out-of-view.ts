/**
 * Work that came to rest where its own laptop cannot see it: a part saved offline on a job whose device has moved to
 * another site meanwhile. It never comes back in the laptop's view, so the laptop is told, at the position of its
 * outcome, that the record left; otherwise it would wait for ever to see it (W-5, W-6).
 */
import type { Change } from '../../domain/change/change.ts';
import type { Position } from '../../domain/ids.ts';
import type { Draft } from './draft.ts';

export function tellOutOfView(draft: Draft, change: Change, pos: Position): void {
  const sites = draft.view.grant(change.device)?.sites ?? null;
  if (sites === null) return;
  for (const id of new Set(change.edits.map((e) => e.record))) {
    const site = draft.record(id)?.site ?? null;
    if (site === null || sites.includes(site)) continue;
    draft.left.push({ site: sites[0] ?? null, pos, record: id });
    draft.moved = true;
  }
}
