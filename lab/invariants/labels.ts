/**
 * No label says more than is true (W-6, W-3): what a laptop calls answered or settled stands in the server's log, what
 * it shows as "Synced" has nothing unsent on it. A server that was restored without the laptop having heard of it is
 * the one thing that no laptop can know.
 */
import { parseChangeId } from '../../domain/ids.ts';
import type { Writable } from '../../main/replica/open.ts';
import { ORG } from '../world/hospital.ts';
import type { LabLaptop } from '../world/laptop.ts';
import type { World } from '../world/world.ts';
import type { Findings } from './violation.ts';
import { changesOf } from './saves.ts';

const PROMISES: ReadonlySet<string> = new Set(['confirming', 'settled']);

export function checkLabels(world: World, findings: Findings): void {
  const storage = world.server.storage();
  if (!storage) return;
  for (const { laptop } of world.seats) {
    if (!world.knowsTheServer(laptop)) continue;
    const vouchedTo = vouchedBy(laptop);
    for (const row of changesOf(laptop).values()) {
      if (!PROMISES.has(row.state) || (row.position ?? 0) > vouchedTo) continue;
      const p = parseChangeId(row.id);
      const mark = p && storage.seen(ORG, p.device, p.epoch);
      const isThere = p && mark && (mark.highWater >= p.seq || mark.above.includes(p.seq));
      findings.look(
        'labels honest',
        isThere ? null : `${laptop.name} calls ${row.id} ${row.state}; the server never saw it`,
      );
    }
    checkSeenBack(laptop, findings);
    checkRecordLabels(laptop, findings);
  }
}

/** Where going back has to wait, for room on the disk, the laptop answers for what lies beyond with its labels instead. */
function vouchedBy(laptop: LabLaptop): number {
  return (laptop.isUp() ? laptop.parts().engine.known.vouchedTo : null) ?? Number.MAX_SAFE_INTEGER;
}

/** "Synced" before the replica has passed the position of the outcome is a promise too many (W-6). */
function checkSeenBack(laptop: LabLaptop, findings: Findings): void {
  const raw = laptop.database();
  if (!raw) return;
  // Read again from the start, by a wider view or a restored server: what was seen back before was seen.
  if (raw.prepare("SELECT 1 FROM meta WHERE key = 'incomplete'").get() !== undefined) return;
  const cursor = Number(raw.prepare<[], string>("SELECT value FROM meta WHERE key = 'cursor'").pluck().get() ?? '0');
  const early = raw
    .prepare<[number], string>("SELECT epoch || '.' || seq FROM change WHERE state = 'settled' AND position > ?")
    .pluck()
    .get(cursor);
  if (cursor === 0) return;
  findings.look('labels honest', early ? `${laptop.name} calls ${early} settled and stands at ${cursor}` : null);
}

/** As the list of all jobs says it, against the queue as it lies on the disk. */
function checkRecordLabels(laptop: LabLaptop, findings: Findings): void {
  const raw = laptop.database();
  if (!raw || !laptop.isUp() || laptop.parts().replica.identity() === null) return;
  const unsent = new Set(
    raw
      .prepare<[], string>(
        "SELECT DISTINCT p.record FROM pending_edit p JOIN change c USING (epoch, seq) WHERE c.state NOT IN ('settled', 'replaced')",
      )
      .pluck()
      .all(),
  );
  const list = laptop.parts().core.workList({ range: 'all', whose: 'everyone', site: null, text: '', limit: 100 });
  const lost = lostRecords(laptop, raw);
  for (const row of list.rows) {
    const lies = row.label.kind === 'synced' && unsent.has(row.id);
    findings.look('labels honest', lies ? `${laptop.name} calls ${row.id} synced with unsent work on it` : null);
    const forgets = row.label.kind === 'synced' && lost.has(row.id);
    findings.look('labels honest', forgets ? `${laptop.name} calls ${row.id} synced; it knows that it was lost` : null);
  }
}

/** What the laptop has heard of that the server has no more. */
function lostRecords(laptop: LabLaptop, raw: Writable): ReadonlySet<string> {
  const { vouchedTo } = laptop.parts().engine.known;
  if (vouchedTo === null) return new Set();
  const records = raw.prepare<[number], string>('SELECT id FROM record WHERE pos > ?').pluck();
  return new Set(records.all(vouchedTo));
}
