/**
 * Group commit: everything that came in within one turn of the event loop is decided and written in one durable
 * transaction, under the organisation's one lock. Outcomes are handed out after the commit and not before (W-3);
 * then the fan-out is told.
 */
import type { Change } from '../../domain/change/change.ts';
import type { ChangeOutcome } from '../../domain/change/outcome.ts';
import { APPLIED } from '../../domain/change/outcome.ts';
import { changeId, type ChangeId } from '../../domain/ids.ts';
import type { Schema } from '../../domain/schema/types.ts';
import { StorageFault } from '../storage/contract/fault.ts';
import { StorageBusy, type Storage } from '../storage/contract/storage.ts';
import type { Effects, Receipt, StateView, WaitingChange } from '../storage/contract/types.ts';
import { admit } from './admit.ts';
import { ForkedChange, type Committer, type Submission } from './committer.ts';
import { Draft, type Rules } from './draft.ts';
import { passOn } from './escalate.ts';
import { finish, type Committed } from './finish.ts';
import { hashOf, noteIssuedAgain, standsAs } from './issued-again.ts';
import { markSeen } from './marks.ts';

export interface CommitterOptions {
  readonly storage: Storage;
  readonly org: string;
  readonly schema: Schema;
  readonly clock: () => number;
  readonly sha256: (text: string) => string;
  readonly digest: (text: string) => number;
  /** Runs a task at the end of this turn of the event loop. */
  readonly soon: (task: () => void) => void;
  readonly onCommitted?: (committed: Committed) => void;
  readonly waitMs?: number;
}

/**
 * Changes in one transaction, as far as whole submissions allow. Larger ones save little (the pages that they share are
 * in memory anyway) and keep every laptop waiting for the last change of all of them.
 */
export const GROUP_CHANGES = 500;

/** Thirty days: a colleague's laptop that far away is lost or coming back by USB (W-4). */
export const WAIT_MS = 30 * 86_400_000;

type Result = readonly ChangeOutcome[] | ForkedChange;

/** Changes judged in one go when their time is over. */
const OVERDUE_AT_ONCE = 500;

interface Pending {
  readonly submission: Submission;
  resolve(outcomes: readonly ChangeOutcome[]): void;
  reject(error: unknown): void;
}

interface Decided<T> {
  readonly effects: Effects | null;
  readonly result: { readonly results: T; readonly committed: Committed };
}

export function createCommitter(options: CommitterOptions): Committer {
  const pending: Pending[] = [];
  const forked = new WeakSet<object>();
  let running = false;

  const flush = async (): Promise<void> => {
    while (pending.length > 0) {
      const group = pending.splice(0, groupSize(pending));
      await commitGroup(options, group, forked);
      // A turn between two groups: outcomes leave, and what came in meanwhile is read.
      if (pending.length > 0) await new Promise<void>((resolve) => options.soon(resolve));
    }
    running = false;
  };

  return {
    submit(submission) {
      return new Promise((resolve, reject) => {
        pending.push({ submission, resolve, reject });
        if (running) return;
        running = true;
        options.soon(() => void flush());
      });
    },
    expireWaiting: () => commit(options, (view) => decided(view, rulesNow(options), expire)),
    passOn: (after, limit) =>
      commit(options, (view) => decided(view, rulesNow(options), (draft) => passOn(draft, after, limit))),
  };
}

/** How many of the submissions that wait go into the next transaction: at least one. */
function groupSize(pending: readonly Pending[]): number {
  let changes = 0;
  const end = pending.findIndex((p) => (changes += p.submission.changes.length) > GROUP_CHANGES);
  return end < 0 ? pending.length : Math.max(1, end);
}

/** One that cannot be decided is a bug, and costs nobody but its sender: the others are tried again without it (W-10). */
async function commitGroup(
  options: CommitterOptions,
  group: readonly Pending[],
  forked: WeakSet<object>,
): Promise<void> {
  try {
    const rules = rulesNow(options);
    const results = await commit(options, (view) =>
      decided(view, rules, (draft) => {
        const before: Lineages = { has: (l) => forked.has(l), found: new Set() };
        const judged = group.map((p) => admitSubmission(draft, p.submission, before));
        return group.map((p, i) => asItStands(draft, p.submission, judged[i] as Result));
      }),
    );
    group.forEach((p, i) => settle(p, results[i] ?? [], forked));
  } catch (error) {
    const isTheirs = error instanceof StorageBusy || error instanceof StorageFault;
    if (group.length === 1 || isTheirs) for (const p of group) p.reject(error);
    else for (const p of group) await commitGroup(options, [p], forked);
  }
}

/** What waited may have been let go by a change behind it in the same group: the answer is what stands at its end (W-3). */
function asItStands(draft: Draft, { changes }: Submission, result: Result): Result {
  if (result instanceof ForkedChange || !result.some((o) => o.position === 0)) return result;
  return result.map((outcome, i) => {
    const change = changes[i];
    const receipt =
      change && outcome.position === 0 ? draft.receipt(change.device, change.epoch, change.seq) : undefined;
    return change && receipt ? answerOf(change, receipt) : outcome;
  });
}

function settle({ submission, resolve, reject }: Pending, result: Result, forked: WeakSet<object>): void {
  if (!(result instanceof ForkedChange)) return resolve(result);
  if (submission.lineage) forked.add(submission.lineage);
  reject(result);
}

async function commit<T>(options: CommitterOptions, decide: (view: StateView) => Decided<T>): Promise<T> {
  const { results, committed } = await options.storage.transact(options.org, decide);
  if (committed.to > committed.from) options.onCommitted?.(committed);
  return results;
}

function rulesNow({ schema, clock, sha256, digest, waitMs }: CommitterOptions): Rules {
  return { schema, now: clock(), sha256, digest, waitMs: waitMs ?? WAIT_MS };
}

function decided<T>(view: StateView, rules: Rules, work: (draft: Draft) => T): Decided<T> {
  const draft = new Draft(view, rules);
  const results = work(draft);
  const { effects, committed } = finish(draft);
  const writes = effects.log.length > 0 || effects.waitingAdded.length > 0;
  return { effects: writes ? effects : null, result: { results, committed } };
}

/** Oldest first; one that goes on may release others, which are then not overdue any more. */
function expire(draft: Draft): number {
  const overdue = draft.view.overdue(draft.rules.now, OVERDUE_AT_ONCE);
  const gone = (w: WaitingChange): boolean => draft.waitingRemoved.some((r) => idOf(r) === idOf(w.change));
  for (const waiting of overdue) {
    if (gone(waiting)) continue;
    goOn(draft, waiting, true);
    releaseWaiting(draft);
  }
  return overdue.length;
}

/** Lineages in which a fork was found, by earlier transactions and by this one. */
interface Lineages {
  has(lineage: object): boolean;
  readonly found: Set<object>;
}

/** All of a submission or, when one of its ids comes back with other content, none of it. */
function admitSubmission(draft: Draft, { changes, hashes, lineage }: Submission, forked: Lineages): Result {
  if (lineage && (forked.has(lineage) || forked.found.has(lineage))) return new ForkedChange([]);
  const twice: number[] = [];
  const known = new Map<number, ChangeId>();
  changes.forEach((change, i) => {
    const hash = hashes[i] as string;
    const has = hashOf(draft, change, change);
    if (has === hash || (has === undefined && !change.was)) return;
    const standing = standsAs(draft, change, hash);
    if (standing !== undefined) known.set(change.seq, standing);
    if (has !== undefined || standing !== undefined) twice.push(change.seq);
  });
  if (twice.length > 0) {
    if (lineage) forked.found.add(lineage);
    return new ForkedChange(twice, known);
  }
  return changes.map((change, i) => admitOnce(draft, change, hashes[i] as string));
}

function answerOf({ seq, edits }: Change, { pos, outcome }: Receipt): ChangeOutcome {
  return { seq, position: pos, edits: outcome ?? edits.map(() => APPLIED) };
}

/** A change seen before gets its current outcome, as a success (W-2). */
function admitOnce(draft: Draft, change: Change, hash: string): ChangeOutcome {
  const { device, epoch, seq } = change;
  const receipt = draft.receipt(device, epoch, seq);
  if (receipt) return answerOf(change, receipt);
  const waiting = draft.waitingAdded.get(changeId(device, epoch, seq)) ?? draft.view.waiting(device, epoch, seq);
  if (waiting)
    return {
      seq,
      position: 0 as ChangeOutcome['position'],
      edits: change.edits.map(() => ({ kind: 'waiting', forChange: waiting.forChange })),
    };
  const admitted = admit(draft, change, hash);
  markSeen(draft, change);
  noteIssuedAgain(
    draft,
    change,
    admitted.edits.some((e) => e.kind === 'refused'),
  );
  releaseWaiting(draft);
  return { seq, position: admitted.position, edits: admitted.edits, clean: admitted.clean };
}

/** What has just arrived may be what others waited for (W-4). */
function releaseWaiting(draft: Draft): void {
  for (let arrived = draft.arrived.shift(); arrived !== undefined; arrived = draft.arrived.shift()) {
    for (const waiting of waitersFor(draft, arrived)) goOn(draft, waiting, false);
  }
}

function goOn(draft: Draft, { change, hash }: WaitingChange, force: boolean): void {
  const { device, epoch, seq } = change;
  draft.waitingAdded.delete(idOf(change));
  draft.waitingRemoved.push({ device, epoch, seq });
  const { position, edits } = admit(draft, change, hash, force);
  if (position > 0) draft.later.push({ device, epoch, outcome: { seq, position, edits } });
}

function idOf({ device, epoch, seq }: Pick<Change, 'device' | 'epoch' | 'seq'>): ChangeId {
  return changeId(device, epoch, seq);
}

function waitersFor(draft: Draft, id: ChangeId): readonly WaitingChange[] {
  const stored = draft.view.waitingFor(id);
  if (stored.length === 0 && draft.waitingAdded.size === 0) return stored;
  const here = [...draft.waitingAdded.values()].filter((w) => w.forChange === id);
  const gone = new Set(draft.waitingRemoved.map(idOf));
  const kept = stored.filter((w) => !gone.has(idOf(w.change)));
  return [...here, ...kept].toSorted((a, b) => a.change.seq - b.change.seq);
}
