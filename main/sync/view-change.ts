/** Sites that came into view or left it, as a welcome says (W-5). Unsent work on what left is kept and still sent. */
import type { Position, RecordId } from '../../domain/ids.ts';
import type { RecordRow } from '../replica/tables.ts';
import { removeRecord } from '../replica/record-store.ts';
import type { Replica } from '../replica/replica.ts';
import { dropUnseen } from './read-again.ts';

const INCOMPLETE = 'incomplete';

/** What was in view when the cursor was last moved: 'all', a list in `view_site`, or nothing yet. */
type ViewMode = 'all' | 'sites';

/** Gives the sites that have to be filled in, each with how far it has come. */
export function changeView(replica: Replica, sites: readonly string[] | null): readonly (readonly [string, number])[] {
  const before = replica.readMeta('view');
  const known = new Map(replica.view.all.all().map((s) => [s.site, s.filled]));
  if (sites === null) return widenToAll(replica, before, known);
  replica.transact('replayable', () => {
    replica.writeMeta('view', 'sites');
    const wanted = new Set(sites);
    for (const site of known.keys()) if (!wanted.has(site)) dropSite(replica, site);
    if (before === 'all') dropOutside(replica, wanted);
    for (const site of wanted) {
      if (known.has(site)) continue;
      const isComplete = before === null || before === 'all' || replica.cursor() === 0;
      replica.view.put.run(site, isComplete ? null : 0);
      if (!isComplete) replica.writeMeta(INCOMPLETE, true);
    }
  });
  return replica.view.all
    .all()
    .filter((s) => s.filled !== null)
    .map((s) => [s.site, s.filled ?? 0] as const);
}

/** From some sites to all of them: read again from the start, newer wins, nothing is thrown away. */
function widenToAll(replica: Replica, before: ViewMode | null, known: ReadonlyMap<string, number | null>): readonly [] {
  replica.transact('replayable', () => {
    replica.writeMeta('view', 'all');
    if (before === 'sites') replica.setCursor(0 as Position);
    for (const site of known.keys()) replica.view.remove.run(site);
  });
  return [];
}

function dropSite(replica: Replica, site: string): void {
  for (const row of replica.records.ofSite.all(site)) removeRecord(replica, row);
  replica.view.remove.run(site);
}

function dropOutside(replica: Replica, wanted: ReadonlySet<string>): void {
  const outside = replica.db
    .prepare<[], { id: string; site: string | null }>('SELECT id, site FROM record WHERE site IS NOT NULL AND pos > 0')
    .all();
  for (const { id, site } of outside) {
    if (site === null || wanted.has(site)) continue;
    const row: RecordRow | undefined = replica.records.byId.get(id);
    if (row) removeRecord(replica, row);
  }
}

/** Not caught up since it began from nothing or a site came into view: records have to come whole (W-5). */
export function isIncomplete(replica: Replica): boolean {
  return replica.cursor() === 0 || replica.readMeta(INCOMPLETE) === true;
}

/** Call inside the transaction that moves the cursor to the end of the log. */
export function noteComplete(replica: Replica): void {
  if (replica.readMeta(INCOMPLETE) !== true) return;
  replica.meta.remove.run(INCOMPLETE);
  dropUnseen(replica);
}

/** Call inside the transaction of a piece that is not the last: until it is, any record may be missing or half here. */
export function noteBegun(replica: Replica): void {
  replica.writeMeta(INCOMPLETE, true);
}

/** How far a site has been filled in; null: it follows the log with all the others. */
export function siteFilled(replica: Replica, site: RecordId, to: Position, isComplete: boolean): void {
  replica.view.put.run(site, isComplete ? null : to);
}
