/** The hello of this laptop (W-1): who it is, how far it has come, and in short what it carries. */
import { LANES } from '../../domain/schema/types.ts';
import { helloText, type Challenge, type Hello } from '../../protocol/wire/hello.ts';
import { OLDEST_SERVED, PROTOCOL_VERSION } from '../../protocol/wire/version.ts';
import type { Replica } from '../replica/replica.ts';
import { marksOf } from './log-marks.ts';

export interface HelloPorts {
  /** Ed25519 with the device's key, base64. */
  readonly sign: (text: string) => string;
  readonly version: string;
  /** Newest version of the wire that this console speaks; absent: this program's. */
  readonly protocol?: number;
}

/** null before enrolment. */
export function helloFor(replica: Replica, ports: HelloPorts, challenge: Challenge, now: number): Hello | null {
  const identity = replica.identity();
  const lease = replica.readMeta('lease');
  if (!identity || lease === null) return null;
  const last = replica.changes.last.get(identity.epoch);
  const hello: Omit<Hello, 'signature'> = {
    k: 'hello',
    // To a server that is older than this app its own version is spoken (W-9).
    protocol: spokenWith(challenge, ports.protocol ?? PROTOCOL_VERSION),
    schema: replica.env.schema.version,
    org: identity.org,
    device: identity.device,
    epoch: identity.epoch,
    lastSeq: last?.seq ?? 0,
    head: last?.chain ?? '',
    incarnation: replica.readMeta('incarnation') ?? '',
    cursor: replica.cursor(),
    ...marksOf(replica),
    app: ports.version,
    time: now,
    queue: queueSummary(replica),
    lease,
  };
  return { ...hello, signature: ports.sign(helloText(challenge.nonce, hello)) };
}

function spokenWith(challenge: Challenge, newest: number): number {
  return challenge.protocol >= OLDEST_SERVED ? Math.min(newest, challenge.protocol) : newest;
}

function queueSummary(replica: Replica): Hello['queue'] {
  const lane = () => ({ count: 0, bytes: 0, oldest: null as number | null });
  const queue = { critical: lane(), normal: lane(), background: lane(), held: 0 };
  for (const row of replica.changes.summary.all()) {
    if (row.state === 'held') queue.held += row.count;
    if (row.state !== 'queued' && row.state !== 'handed') continue;
    const at = queue[LANES[row.lane] ?? 'normal'];
    at.count += row.count;
    at.bytes += row.bytes;
    at.oldest = at.oldest === null ? row.oldest : Math.min(at.oldest, row.oldest);
  }
  return queue;
}
