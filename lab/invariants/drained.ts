/**
 * After healing every queue empties with nobody touching anything; and at no time does a laptop call its link working
 * while the head of its queue does not move in clear weather.
 */
import { ORG } from '../world/hospital.ts';
import type { LabLaptop } from '../world/laptop.ts';
import type { World } from '../world/world.ts';
import { changesOf } from './saves.ts';
import type { Findings } from './violation.ts';
import { wholeLog } from './whole-log.ts';

const MOVING: ReadonlySet<string> = new Set(['queued', 'sending', 'handed', 'confirming']);

/** Why a laptop is not through yet; null when it is. */
export function unfinished(world: World, laptop: LabLaptop): string | null {
  const raw = laptop.database();
  const head = world.server.storage()?.head(ORG).position;
  if (!raw || head === undefined) return 'is off';
  const open = raw
    .prepare<[], { state: string; count: number }>('SELECT state, count(*) AS count FROM change GROUP BY state')
    .all()
    .filter((row) => MOVING.has(row.state));
  if (open.length > 0) return `still has ${open.map((o) => `${o.count} ${o.state}`).join(', ')}`;
  // Its position may be the same as that of another log by chance.
  if (!world.knowsTheServer(laptop)) return 'has not heard from this server';
  const cursor = Number(raw.prepare<[], string>("SELECT value FROM meta WHERE key = 'cursor'").pluck().get() ?? '0');
  if (cursor !== head) return `stands at ${cursor} of ${head}`;
  const behind = raw.prepare<[], string>('SELECT site FROM view_site WHERE filled IS NOT NULL').pluck().all();
  return behind.length > 0 ? `has not filled in ${behind.join(', ')}` : null;
}

export function isDrained(world: World): boolean {
  return world.seats.every(({ laptop }) => unfinished(world, laptop) === null);
}

/**
 * A laptop that has had a clear sky for this long, and still carries what was saved before it cleared, is stuck: it
 * moves, or it says what is in the way (craft.md, "the fault matrix").
 */
export const PATIENCE_MS = 20 * 60_000;

export function checkNotStuck(world: World, findings: Findings): void {
  const now = world.loop.now();
  for (const { laptop } of world.seats) {
    if (!laptop.isUp() || !world.server.isUp() || now - world.calmSince(laptop.name) < PATIENCE_MS) continue;
    if (laptop.parts().core.state().link.phase === 'off') continue;
    const since = Math.max(0, now - PATIENCE_MS);
    const moving = changesOf(laptop);
    const stuck = world.book.saves.find(
      (s) =>
        s.laptop === laptop.name && s.at < since && s.changes.some((id) => MOVING.has(moving.get(id)?.state ?? '')),
    );
    const says = laptop.parts().core.state().link.says;
    findings.look(
      'never connected and stuck',
      stuck ? `${laptop.name} says "${says}" and still carries ${stuck.changes.join(', ')} of ${stuck.what}` : null,
    );
  }
}

/** Nothing waits at the server for a change that has arrived (W-4). */
export function checkNoneForgotten(world: World, findings: Findings): void {
  const arrived = new Set(wholeLog(world).map((e) => `${e.device}.${e.epoch}.${e.seq}`));
  for (const { laptop } of world.seats) {
    const raw = laptop.database();
    const rows = raw
      ?.prepare<[], { seq: number; outcome: string | null }>("SELECT seq, outcome FROM change WHERE state = 'waiting'")
      .all();
    for (const { seq, outcome } of rows ?? []) {
      const forChange = /"forChange":"([\d.]+)"/.exec(outcome ?? '')?.[1] ?? '';
      findings.look(
        'queues drain',
        arrived.has(forChange) ? `${laptop.name}: ${seq} waits for ${forChange}, which has arrived` : null,
      );
    }
  }
}

export function checkDrained(world: World, findings: Findings): void {
  for (const { laptop } of world.seats) {
    const why = unfinished(world, laptop);
    const link = laptop.isUp() ? JSON.stringify(laptop.parts().engine.state()) : 'off';
    findings.look('queues drain', why === null ? null : `${laptop.name} ${why}; its link: ${link}`);
  }
}
