/**
 * Own changes are kept in full after they have settled, until the server's safe position has passed them: till then this
 * laptop may be the only place from which a restored server gets them back (Q-4, W-12). Then they go, a few at a time, so
 * that no save waits for it (SAVE-2). The ledger counts them as before.
 *
 * What is still asked for stays: the newest of an epoch, since the next sequence and its chain follow from it; what
 * unsent work builds on; what took the place of another; what is or was a question, and answers, which may be undone.
 */
import { parseChangeId } from '../../domain/ids.ts';
import { QUESTION } from '../../domain/schema/system.ts';
import type { Replica } from '../replica/replica.ts';
import type { KeptRow } from '../replica/restore-tables.ts';
import { readEdits } from '../replica/stored-edit.ts';
import type { Timers } from './link.ts';

/** Changes looked at in one transaction: about a millisecond. */
const SLICE = 64;

/** So long after a welcome: what is new goes first. */
const AFTER_MS = 5_000;

interface KeeperPorts {
  readonly timers: Pick<Timers, 'after' | 'pause'>;
  readonly log: (line: { readonly event: string; readonly [key: string]: unknown }) => void;
}

/** Keeps settled work, and lets go of it once per connection. */
export class Keeper {
  private readonly replica: Replica;
  private readonly ports: KeeperPorts;
  private turn = 0;
  private cancel: (() => void) | null = null;

  constructor(replica: Replica, ports: KeeperPorts) {
    this.replica = replica;
    this.ports = ports;
  }

  /** `safe`: the server's safe position, as its welcome said. */
  letGo(safe: number): void {
    this.stop();
    const { turn } = this;
    const { timers, log } = this.ports;
    const goesOn = (): boolean => turn === this.turn;
    this.cancel = timers.after(AFTER_MS, () => {
      letGo(this.replica, safe, { goesOn, pause: () => timers.pause() }).then(
        (gone) => gone > 0 && log({ event: 'let go of settled work', changes: gone }),
        (error: unknown) => log({ event: 'could not let go', error: String(error) }),
      );
    });
  }

  /** The link went, or the console closes. */
  stop(): void {
    this.turn += 1;
    this.cancel?.();
    this.cancel = null;
  }
}

export interface LetGoPorts {
  /** Lets whatever waits (a save) go first. */
  readonly pause: () => Promise<void>;
  /** False once this has to end. */
  readonly goesOn: () => boolean;
}

/** Gives how many went. */
export async function letGo(replica: Replica, safe: number, ports: LetGoPorts): Promise<number> {
  let gone = 0;
  let behind = { epoch: 0, seq: 0 };
  while (safe > 0 && ports.goesOn()) {
    const rows = replica.kept.slice.all(behind.epoch, behind.seq, SLICE);
    const last = rows.at(-1);
    if (!last) break;
    behind = last;
    gone += replica.transact('replayable', () => letGoOf(replica, rows, safe));
    await ports.pause();
  }
  return gone;
}

function letGoOf(replica: Replica, rows: readonly KeptRow[], safe: number): number {
  const settled = rows.filter((r) => r.state === 'settled' && r.position !== null && r.position <= safe);
  if (settled.length === 0) return 0;
  const needed = stillNeeded(replica);
  let gone = 0;
  for (const row of settled) {
    const edits = readEdits(row.edits);
    const mayBeAsked = row.outcome?.includes('"conflict"') === true || edits.some((e) => e.collection === QUESTION);
    if (mayBeAsked || needed.has(`${row.epoch}.${row.seq}`)) continue;
    replica.pruned.add.run(row.epoch, row.outcome ?? '', edits.length);
    replica.kept.forget.run(row.epoch, row.seq);
    gone += 1;
  }
  return gone;
}

function stillNeeded(replica: Replica): ReadonlySet<string> {
  const needed = new Set(replica.kept.newest.all().map((n) => `${n.epoch}.${n.seq}`));
  for (const id of replica.kept.replacedBy.all()) {
    const parts = parseChangeId(id);
    if (parts) needed.add(`${parts.epoch}.${parts.seq}`);
  }
  for (const { epoch, depends } of replica.kept.neededByOpen.all()) {
    for (const seq of JSON.parse(depends) as readonly number[]) needed.add(`${epoch}.${seq}`);
  }
  return needed;
}
