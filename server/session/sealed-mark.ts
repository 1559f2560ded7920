/** Marks of the log, sealed, for a console to keep (W-12): hello, outcomes and pieces carry them. */
import type { Position } from '../../domain/ids.ts';
import { sealText, type LogMark } from '../../protocol/wire/log-mark.ts';
import type { Head } from '../storage/contract/types.ts';
import type { SessionPorts } from './ports.ts';

type MarkPorts = Pick<SessionPorts, 'org' | 'gate' | 'storage'>;

export function sealedMark(ports: Pick<MarkPorts, 'org' | 'gate'>, head: Head): LogMark {
  return sealed(ports, head.incarnation, { position: head.position, chain: head.chain });
}

/** null beyond the end of the log. */
export function markAt(ports: MarkPorts, head: Head, position: Position): LogMark | null {
  if (position === head.position) return sealedMark(ports, head);
  const chain = ports.storage.chainAt(ports.org, position);
  return chain === undefined ? null : sealed(ports, head.incarnation, { position, chain });
}

export function isOurMark(ports: Pick<MarkPorts, 'org' | 'gate'>, incarnation: string, mark: LogMark): boolean {
  return ports.gate.isSealed(sealText(ports.org, incarnation, mark), mark.seal);
}

function sealed(
  { org, gate }: Pick<MarkPorts, 'org' | 'gate'>,
  incarnation: string,
  at: Omit<LogMark, 'seal'>,
): LogMark {
  return { ...at, seal: gate.seal(sealText(org, incarnation, at)) };
}
