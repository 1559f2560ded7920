/**
 * No saved work is lost, none is applied twice, and what was said to be not saved is not there. Looks at the files, never
 * at what the programs say of themselves.
 */
import type { ChangeId } from '../../domain/ids.ts';
import type { LogEntry } from '../../server/storage/contract/types.ts';
import { tokensIn } from '../world/book.ts';
import type { LabLaptop } from '../world/laptop.ts';
import type { World } from '../world/world.ts';
import type { Findings } from './violation.ts';
import { wholeLog } from './whole-log.ts';

type Holder = 'server' | 'laptop' | 'nowhere';

/** While it runs: every save stands in the server's log or in the queue of some laptop that can be looked at. */
export function checkHeldSomewhere(world: World, findings: Findings): void {
  if (!world.server.isUp() || world.seats.some((s) => !s.laptop.isUp())) return;
  const log = wholeLog(world);
  const applied = new Set(log.filter((e) => e.kind === 'change').map(idOf));
  const rows = world.seats.map((s) => changesOf(s.laptop));
  for (const save of world.book.saves) {
    if (save.fate !== 'saved' || save.excused) continue;
    for (const id of save.changes) {
      const holder: Holder = applied.has(id) ? 'server' : rows.some((r) => r.has(id)) ? 'laptop' : 'nowhere';
      const lost = holder === 'nowhere' ? `${save.laptop}'s ${save.what} (${id}) is neither sent nor queued` : null;
      findings.look('nothing lost', lost);
    }
  }
  checkOnce(world, log, findings);
}

/** At the end: every save is at the server, under its own id or that of the change that took its place, word for word. */
export function checkArrived(world: World, findings: Findings): void {
  const log = wholeLog(world);
  const at = new Map(log.filter((e) => e.kind === 'change').map((e) => [idOf(e), e]));
  const words = new Set(log.flatMap((e) => e.edits.flatMap((edit) => tokensIn(JSON.stringify(edit.value)))));
  const queues = world.seats.map((s) => changesOf(s.laptop));
  for (const save of world.book.saves) {
    if (save.fate !== 'saved' || save.excused) continue;
    let isClosed = false;
    for (const id of save.changes) {
      const last = lastName(queues, id);
      const entry = at.get(last) ?? at.get(id);
      const isParked = isWaiting(queues, last);
      isClosed ||= isParked || entry?.edits.length === 0;
      const state = queues.find((q) => q.has(id))?.get(id)?.state;
      const where = `${state ?? 'nowhere'}${last === id ? '' : `, now ${last}`}`;
      const isThere = entry !== undefined || isParked;
      findings.look('nothing lost', isThere ? null : `${save.laptop}'s ${save.what} (${id}) never arrived: ${where}`);
    }
    // Its id alone proves nothing: a copy of the laptop may have used that for something else.
    const isWhole = save.token === null || isClosed || words.has(save.token);
    const ids = save.changes.join(', ');
    findings.look('nothing lost', isWhole ? null : `${save.laptop}'s ${save.what} (${ids}) arrived without its words`);
  }
  checkOnce(world, log, findings);
}

const PARKED: ReadonlySet<string | undefined> = new Set(['waiting', 'escrow', 'held']);

function isWaiting(queues: readonly Queue[], id: ChangeId): boolean {
  return queues.some((q) => PARKED.has(q.get(id)?.state));
}

/** No id and no word of anybody stands in the log twice; no word of a save that failed stands there at all. */
function checkOnce(world: World, log: readonly LogEntry[], findings: Findings): void {
  const ids = new Set<ChangeId>();
  const words = new Map<string, ChangeId>();
  for (const entry of log) {
    if (entry.kind !== 'change') continue;
    const id = idOf(entry);
    findings.look('nothing twice', ids.has(id) ? `${id} stands in the log twice` : null);
    ids.add(id);
    for (const word of new Set(entry.edits.flatMap((e) => tokensIn(JSON.stringify(e.value))))) {
      const before = words.get(word);
      findings.look('nothing twice', before ? `"${word}" was applied as ${before} and as ${id}` : null);
      words.set(word, id);
    }
  }
  for (const save of world.book.saves) {
    if (save.fate !== 'failed' || save.token === null) continue;
    const by = words.get(save.token);
    findings.look('not saved means not saved', by ? `"${save.token}" was NOT SAVED, yet it arrived as ${by}` : null);
  }
}

function idOf({ device, epoch, seq }: LogEntry): ChangeId {
  return `${device}.${epoch}.${seq}` as ChangeId;
}

interface Row {
  readonly id: string;
  readonly state: string;
  readonly replaced_by: string | null;
  readonly position: number | null;
}

export type Queue = ReadonlyMap<string, Row>;

/** The queue of a laptop as it stands on its disk. */
export function changesOf(laptop: LabLaptop): Queue {
  const raw = laptop.database();
  if (!raw) return new Map();
  const { device } = laptop.member;
  const rows = raw
    .prepare<[], Omit<Row, 'id'> & { epoch: number; seq: number }>(
      'SELECT epoch, seq, state, replaced_by, position FROM change',
    )
    .all();
  return new Map(
    rows.map(({ epoch, seq, ...row }) => {
      const id = `${device}.${epoch}.${seq}`;
      return [id, { ...row, id }];
    }),
  );
}

/** Follows "issued again as" over all laptops: a clone may have issued it. */
function lastName(queues: readonly Queue[], id: ChangeId): ChangeId {
  let name = id;
  for (let hops = 0; hops < 20; hops++) {
    const next = queues
      .map((q) => q.get(name)?.replaced_by)
      .find((by): by is ChangeId => by !== null && by !== undefined);
    if (!next) return name;
    name = next;
  }
  return name;
}
