/**
 * The server put together: the one place where it meets the clock, chance and timers. Everything else is handed them.
 */
import { hash as hashOf, randomBytes, randomUUID } from 'node:crypto';
import { setImmediate as soon, clearTimeout, setTimeout } from 'node:timers';
import { setImmediate as pause } from 'node:timers/promises';
import { hospital } from '../domain/schema/hospital.ts';
import { withSystem } from '../domain/schema/system.ts';
import type { Schema } from '../domain/schema/types.ts';
import { createEnrolment } from './auth/enrol.ts';
import { auditKey } from './audit/audit-key.ts';
import { makeCheckpoint } from './audit/checkpoint.ts';
import { keepCheckpoints } from './audit/keep-checkpoints.ts';
import { createGate } from './auth/gate.ts';
import { leaseKey } from './auth/lease.ts';
import { createOpsEndpoints } from './ops/endpoints.ts';
import type { Metrics } from './ops/metrics.ts';
import { createRouter } from './rpc/router.ts';
import { listen } from './rpc/listen.ts';
import { zstdPacker } from './rpc/zstd.ts';
import type { WireVersions } from './session/ports.ts';
import type { Session } from './session/session.ts';
import type { Storage } from './storage/contract/storage.ts';
import { createCommitter } from './sync/persist.ts';
import type { Committer } from './sync/committer.ts';
import { createFanOut } from './sync/fan-out.ts';
import type { Committed } from './sync/finish.ts';
import { createRing, FrameCache } from './sync/publish.ts';
import { watchQuestions } from './sync/watch-questions.ts';

export const schema = withSystem(hospital);

export const sha256 = (text: string): string => hashOf('sha256', text, 'hex');

/** First 48 bits of SHA-1: for sums that find differences, not for proof. */
export const digest48 = (text: string): number => hashOf('sha1', text, 'buffer').readUIntBE(0, 6);

/** A committer over a storage, for commands that write without serving. */
export function composeCommitter(
  storage: Storage,
  org: string,
  onCommitted?: (committed: Committed) => void,
  used: Schema = schema,
): Committer {
  storage.adoptSchema(org, used);
  return createCommitter({
    storage,
    org,
    schema: used,
    sha256,
    digest: digest48,
    clock: () => Date.now(),
    soon: (task) => void soon(task),
    ...(onCommitted ? { onCommitted } : {}),
  });
}

/** What has waited beyond its time is looked for this often: the time itself is in days (W-4). */
const EXPIRE_EVERY_MS = 60_000;

export interface ServeOptions {
  readonly storage: Storage;
  readonly org: string;
  readonly host: string;
  readonly port: number;
  readonly metrics: Metrics;
  readonly log: (line: { readonly event: string; readonly [key: string]: unknown }) => void;
  /** Absent: the product's. */
  readonly schema?: Schema;
  /** Versions of the wire that are spoken; absent: this program's (W-9). */
  readonly wire?: WireVersions;
}

export interface Serving {
  readonly url: string;
  /** Takes no new work, answers what is under way, closes. */
  close(): Promise<void>;
}

/** A backup that was copied into place, without the command for it: the laptops have to be told all the same (W-12). */
function beginOnBackup({ storage, org, log }: ServeOptions): void {
  if (!storage.incarnations.isBackup(org)) return;
  const next = { incarnation: randomUUID(), cause: 'restored', at: Date.now(), lost: null } as const;
  log({
    event: 'a backup is served: a new incarnation begins',
    position: storage.incarnations.begin(org, next).position,
  });
}

/** @throws the system's error when the port is in use. */
export async function serve(options: ServeOptions): Promise<Serving> {
  const { storage, org, metrics, log } = options;
  const used = options.schema ?? schema;
  const key = leaseKey(storage.directory);
  const identity = {
    directory: storage.directory,
    org,
    key,
    clock: () => Date.now(),
    random: (n: number) => randomBytes(n),
  };
  beginOnBackup(options);
  const sessions = new Set<Session>();
  const ring = createRing(storage.head(org).position);
  const frames = new FrameCache(zstdPacker);
  const after = (ms: number, task: () => void): (() => void) => {
    const timer = setTimeout(task, ms);
    return () => clearTimeout(timer);
  };
  const fanOut = createFanOut({ sessions, ring, frames, clock: () => Date.now(), after });
  const committer = composeCommitter(storage, org, fanOut.committed, used);
  const audit = {
    storage,
    org,
    key: auditKey(storage.directory),
    clock: () => Date.now(),
    pause: () => pause(),
  };
  let stopping = false;
  let cancelExpiry = (): void => {};
  const expireSoon = (): void => {
    cancelExpiry = after(EXPIRE_EVERY_MS, () => {
      committer.expireWaiting().then(
        (count) => count > 0 && log({ event: 'waiting ended', count }),
        (error: unknown) => log({ event: 'waiting not ended', error: String(error) }),
      );
      expireSoon();
    });
  };
  const listening = await listen({
    host: options.host,
    port: options.port,
    router: createRouter(createEnrolment({ ...identity, storage })),
    session: {
      org,
      schema: used,
      ...(options.wire ? { wire: options.wire } : {}),
      storage,
      committer,
      ring,
      frames,
      packer: zstdPacker,
      gate: createGate(identity),
      clock: () => Date.now(),
      sha256,
      audit,
      log,
      metrics,
      busy: () => (stopping ? { comeBackMs: 3_000 } : null),
    },
    http: createOpsEndpoints({ storage, metrics, stopping: () => stopping }),
    onSession: (session) => {
      sessions.add(session);
      metrics.connected(sessions.size);
      return () => {
        sessions.delete(session);
        metrics.connected(sessions.size);
      };
    },
    after,
  });
  // Only now: a server that could not listen leaves nothing behind that would keep its process alive.
  expireSoon();
  const endWatch = watchQuestions({ committer, after, log });
  const keeping = keepCheckpoints({ ...audit, after, log, make: () => makeCheckpoint(audit) });
  log({ event: 'serving', url: listening.url, org });
  return {
    url: listening.url,
    async close() {
      stopping = true;
      fanOut.stop();
      cancelExpiry();
      endWatch();
      await listening.close();
      await keeping.stop();
    },
  };
}
