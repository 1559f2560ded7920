/**
 * Up to where the log is safe (W-12): what a backup covers; without any, what is thirty days old. Consoles keep their own
 * changes in full until then, so that a server restored from yesterday gets today back from them.
 */
import type { Position } from '../../domain/ids.ts';
import type { Head } from '../storage/contract/types.ts';
import type { SessionPorts } from './ports.ts';

export const SAFE_AFTER_MS = 30 * 86_400_000;

export function safePosition(
  { storage, org, clock }: Pick<SessionPorts, 'storage' | 'org' | 'clock'>,
  head: Head,
): Position {
  if (head.safePosition > 0) return head.safePosition;
  return storage.incarnations.positionAt(org, clock() - SAFE_AFTER_MS);
}
