/**
 * Signed checkpoints that the server told at hellos: this laptop is a witness of what the log was. The last few are
 * kept as they came; nothing here depends on them.
 */
import type { CheckpointMessage } from '../../protocol/wire/checkpoint.ts';
import type { Replica } from '../replica/replica.ts';

const META = 'checkpoints';
const KEPT = 8;

export function keepWitness(replica: Replica, told: CheckpointMessage | undefined): void {
  if (!told) return;
  const kept = witnessed(replica);
  const last = kept.at(-1);
  if (last?.position === told.position && last.incarnation === told.incarnation && last.key === told.key) return;
  replica.transact('replayable', () => replica.writeMeta(META, [...kept, told].slice(-KEPT)));
}

/** Oldest first. */
export function witnessed(replica: Replica): readonly CheckpointMessage[] {
  return replica.readMeta(META) ?? [];
}
