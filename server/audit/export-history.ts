/**
 * A history with its proof (A-2, docs/adr/0014): the entries of the log as the chain covers them, each with its path to
 * the root of a checkpoint that is signed in the same step. What the reader may not see of an entry is withheld, its
 * place in the log is not. Nothing is exported from a log that contradicts what was signed before.
 */
import type { Position, RecordId } from '../../domain/ids.ts';
import type { Checkpoint } from '../storage/contract/checkpoints.ts';
import { entryText } from '../sync/finish.ts';
import { makeCheckpoint, withoutPeaks, type CheckpointPorts } from './checkpoint.ts';
import { gatherHistory, type Gathered, type Subject } from './gather-history.ts';
import { WholeTree } from './merkle.ts';

export interface HistoryWanted {
  readonly subject: Subject;
  /** Received by the server from then on, and before then; milliseconds UTC, null: no bound. */
  readonly from: number | null;
  readonly to: number | null;
  /** Whether the reader may see a record; what is unknown is asked about as well. */
  readonly sees: (record: RecordId) => boolean;
}

export interface Proved extends Gathered {
  /** Text that the chain covers; null: withheld. */
  readonly text: string | null;
  /** Chain before the entry; empty at the first. */
  readonly before: string;
  /** From the entry's leaf to the root of the checkpoint. */
  readonly path: readonly string[];
}

export interface ProvedHistory {
  /** In order of position, within the bounds of time. */
  readonly entries: readonly Proved[];
  /** All entries, whenever they were received: what stood before the first of `entries`. */
  readonly all: readonly Gathered[];
  readonly checkpoint: Checkpoint;
  readonly madeAt: number;
}

export interface ExportPorts extends CheckpointPorts {
  readonly sha256: (text: string) => string;
}

const SLICE = 10_000;

/** It cannot be exported; `message` says why to a person. */
export class NotExported extends Error {}

/** @throws NotExported */
export async function exportHistory(ports: ExportPorts, wanted: HistoryWanted): Promise<ProvedHistory> {
  const { storage, org, pause } = ports;
  const made = await makeCheckpoint(ports);
  if (made.kind === 'empty') throw new NotExported('The log is empty.');
  if (made.kind === 'notAsSigned')
    throw new NotExported(`The log is not the one that was signed up to ${made.position}. Run "verify" first.`);
  const checkpoint = withoutPeaks(made.checkpoint);
  const all = await gatherHistory(storage, org, wanted.subject, checkpoint.position);
  const tree = await WholeTree.of(await chainsUpTo(ports, checkpoint.position), pause);
  if (tree.root() !== checkpoint.root)
    throw new NotExported('The log is not the one that was signed. Run "verify" first.');
  const within = all.filter(
    ({ entry }) =>
      (wanted.from === null || entry.receivedAt >= wanted.from) && (wanted.to === null || entry.receivedAt < wanted.to),
  );
  const entries = within.map((found): Proved => {
    const { entry } = found;
    const isSeen = entry.edits.every((edit) => wanted.sees(edit.record));
    return {
      ...found,
      text: isSeen ? entryText(entry) : null,
      before: storage.chainAt(org, entry.pos - 1) ?? '',
      path: tree.path(entry.pos - 1),
    };
  });
  return { entries, all, checkpoint, madeAt: ports.clock() };
}

async function chainsUpTo({ storage, org, pause }: ExportPorts, position: Position): Promise<Buffer> {
  const chains = Buffer.alloc(position * 32);
  for (let at = 0; at < position;) {
    const page = storage.checkpoints.chains(org, at as Position, Math.min(SLICE, position - at));
    if (page.length === 0) throw new NotExported('Entries of the log are missing. Run "verify" first.');
    chains.write(page.join(''), at * 32, 'hex');
    at += page.length;
    await pause();
  }
  return chains;
}
