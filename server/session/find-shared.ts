/**
 * What a console was told, held against the log as it is (W-12). The chain heads that it kept say up to where both are
 * of one piece; that position is the answer. A head that this server sealed and cannot find in its log is proof that the
 * log was cut (a file copied back, an old disk): a new incarnation begins, at the present end and before anything is
 * answered.
 *
 * No console can make incarnations begin at will: it cannot make a seal, and a seal counts in the present incarnation or
 * in one that this server has no memory of, which is remembered then. So each cut begins one incarnation, however many
 * laptops tell of it, and an old seal proves nothing a second time (ADR 0009).
 */
import type { Position } from '../../domain/ids.ts';
import { SHORT_CHAIN } from '../../protocol/wire/log-mark.ts';
import type { Hello } from '../../protocol/wire/hello.ts';
import type { Head } from '../storage/contract/types.ts';
import type { SessionPorts } from './ports.ts';
import { isOurMark } from './sealed-mark.ts';

export interface Standing {
  /** The log's head, in the incarnation that it has now. */
  readonly head: Head;
  /** What the console has is still so up to here. */
  readonly common: Position;
}

export function findShared(ports: SessionPorts, hello: Hello): Standing {
  const { storage, org } = ports;
  const head = storage.head(org);
  const { mark } = hello;
  if (mark === null) return { head, common: withoutMarks(hello, head) };
  if (storage.chainAt(org, mark.position) === mark.chain) return { head, common: mark.position as Position };
  const isNews = hello.incarnation === head.incarnation || !isKnown(ports, hello.incarnation);
  const isProof = isNews && isOurMark(ports, hello.incarnation, mark);
  return { head: isProof ? beginAnew(ports, hello, head) : head, common: newestShared(ports, hello) };
}

/** One of this log's own, or one whose end is known to be lost. */
function isKnown({ storage, org }: SessionPorts, incarnation: string): boolean {
  return storage.incarnations.all(org).some((i) => i.incarnation === incarnation || i.lost === incarnation);
}

/** Nothing was kept: only within one incarnation, and not beyond its end, can the cursor be believed. */
function withoutMarks(hello: Hello, head: Head): Position {
  const isSame = hello.incarnation === head.incarnation && hello.cursor <= head.position;
  return (isSame ? hello.cursor : 0) as Position;
}

function newestShared({ storage, org }: SessionPorts, hello: Hello): Position {
  const shared = hello.older
    .filter(([position, start]) => storage.chainAt(org, position)?.slice(0, SHORT_CHAIN) === start)
    .map(([position]) => position);
  return Math.max(0, ...shared) as Position;
}

function beginAnew(ports: SessionPorts, hello: Hello, cut: Head): Head {
  const { storage, org, metrics, log } = ports;
  const head = storage.incarnations.begin(org, {
    incarnation: ports.gate.nonce(),
    cause: 'proved',
    at: ports.clock(),
    lost: hello.incarnation,
  });
  metrics.logCut?.();
  log({
    event: 'the log was cut: a new incarnation begins',
    witness: hello.device,
    told: hello.mark?.position,
    end: cut.position,
    before: cut.incarnation,
    incarnation: head.incarnation,
  });
  return head;
}
