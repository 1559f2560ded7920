/**
 * Makes signed checkpoints of the log. It goes on from the last one and never signs over a log that contradicts
 * it: a log that was cut or written anew keeps the checkpoint that says so.
 */
import type { Position } from '../../domain/ids.ts';
import type { Checkpoint, KeptCheckpoint } from '../storage/contract/checkpoints.ts';
import type { Storage } from '../storage/contract/storage.ts';
import { isSignedBy, type AuditKey } from './audit-key.ts';
import { TreeOfPeaks } from './merkle.ts';

export interface CheckpointPorts {
  readonly storage: Storage;
  readonly org: string;
  readonly key: AuditKey;
  readonly clock: () => number;
  /** Lets other work go first, between slices. */
  readonly pause: () => Promise<void>;
}

export type Made =
  | { readonly kind: 'made' | 'unchanged'; readonly checkpoint: KeptCheckpoint }
  | { readonly kind: 'empty' }
  /** The log is not the one that was signed: nothing was signed now. */
  | { readonly kind: 'notAsSigned'; readonly position: Position };

const SLICE = 5_000;

export function checkpointText(org: string, c: Omit<Checkpoint, 'signature'>): string {
  return JSON.stringify(['holdfast checkpoint', org, c.incarnation, c.position, c.chain, c.root, c.at]);
}

export function isOurCheckpoint(publicKey: string, org: string, checkpoint: Checkpoint): boolean {
  return isSignedBy(publicKey, checkpointText(org, checkpoint), checkpoint.signature);
}

export async function makeCheckpoint(ports: CheckpointPorts): Promise<Made> {
  const { storage, org, key } = ports;
  const last = storage.checkpoints.last(org);
  if (last && isOurCheckpoint(key.publicKey, org, last) && storage.chainAt(org, last.position) !== last.chain)
    return { kind: 'notAsSigned', position: last.position };
  const tree = goOnFrom(ports, last);
  const head = storage.head(org);
  if (head.position === 0) return { kind: 'empty' };
  if (last && tree.size === head.position) return { kind: 'unchanged', checkpoint: last };
  let chain = '';
  while (tree.size < head.position) {
    const chains = storage.checkpoints.chains(org, tree.size as Position, Math.min(SLICE, head.position - tree.size));
    if (chains.length === 0) return { kind: 'notAsSigned', position: head.position };
    for (const value of chains) tree.add(value);
    chain = chains.at(-1) ?? chain;
    await ports.pause();
  }
  if (chain !== head.chain) return { kind: 'notAsSigned', position: head.position };
  const said = {
    position: head.position,
    incarnation: head.incarnation,
    chain,
    root: tree.root(),
    at: ports.clock(),
  };
  const signature = key.sign(checkpointText(org, said));
  const checkpoint = { ...said, signature, peaks: tree.peaksNow() };
  storage.checkpoints.add(org, checkpoint);
  return { kind: 'made', checkpoint };
}

/** As others are given it. */
export function withoutPeaks({ position, incarnation, chain, root, at, signature }: Checkpoint): Checkpoint {
  return { position, incarnation, chain, root, at, signature };
}

/** Peaks are believed only where they lead to the root that was signed; otherwise all leaves are read again. */
function goOnFrom({ key, org }: CheckpointPorts, last: KeptCheckpoint | undefined): TreeOfPeaks {
  if (!last || !isOurCheckpoint(key.publicKey, org, last)) return new TreeOfPeaks();
  const tree = TreeOfPeaks.from(last.position, last.peaks);
  return tree.root() === last.root ? tree : new TreeOfPeaks();
}
