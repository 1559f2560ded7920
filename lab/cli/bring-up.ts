/**
 * Starts a server and a console on given files, in this process, and lets them drain with nobody touching anything;
 * then says everything that is wrong with what they left behind.
 */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { composeConsole } from '../../main/compose.ts';
import { openForReading } from '../../main/replica/open.ts';
import { serve } from '../../server/compose.ts';
import { DEMO_ORG } from '../../server/demo/seed-demo.ts';
import { createMetrics } from '../../server/ops/metrics.ts';
import { openDatabase } from '../../server/storage/sqlite/database.ts';
import { createSqliteStorage } from '../../server/storage/sqlite/storage.ts';
import type { Storage } from '../../server/storage/contract/storage.ts';
import { changesInLog, differences, faultsOfServer } from './compare-files.ts';

/** Within it everything must have drained: far more than a slow machine needs. */
const DRAIN_LIMIT_MS = 60_000;
const LOOK_MS = 4;

export interface BroughtUp {
  readonly file: string;
  readonly profile: string;
  /** Saves that somebody was told of, by device.epoch.seq: each must be in the log once. */
  readonly acknowledged: Iterable<string>;
}

/** Words for everything that is wrong after all has drained; empty when all is well. */
export async function bringUp({ file, profile, acknowledged }: BroughtUp): Promise<readonly string[]> {
  const storage = createSqliteStorage(openDatabase(file, 'existing'));
  try {
    const metrics = createMetrics('server');
    const serving = await serve({ storage, org: DEMO_ORG, host: '127.0.0.1', port: 0, metrics, log: () => {} });
    try {
      const stuck = await drain(storage, profile, serving.url);
      if (stuck !== null) return [stuck];
    } finally {
      await serving.close();
    }
    const log = changesInLog(storage);
    const lost = [...acknowledged].filter((id) => log.get(id) !== 1);
    return [
      ...lost.map((id) => `save ${id} was acknowledged and stands in the log ${log.get(id) ?? 0} times`),
      ...faultsOfServer(storage),
      ...differences(storage, profile),
    ];
  } finally {
    storage.close();
  }
}

/** Null once the queue is empty and the replica has seen all there is; otherwise what it waits for. */
async function drain(storage: Storage, profile: string, url: string): Promise<string | null> {
  const shown = { theme: 'light', textSize: 'normal', density: 'normal' } as const;
  const core = await composeConsole({
    profileDir: profile,
    server: url,
    shell: 'browser',
    version: '0.0.0-lab',
    openAnother: null,
    log: () => {},
    settings: { get: () => shown, set: () => shown },
    keys: { replicaKey: () => Promise.resolve(null) },
  });
  const reading = openForReading(join(profile, 'replica.db'), null);
  const cursor = reading.prepare<[], string>("SELECT value FROM meta WHERE key = 'cursor'").pluck();
  try {
    const end = Date.now() + DRAIN_LIMIT_MS;
    for (;;) {
      const { waiting, link } = core.api.state();
      const behind = storage.head(DEMO_ORG).position - Number(cursor.get() ?? 0);
      if (waiting.total === 0 && waiting.confirming === 0 && behind === 0) return null;
      if (Date.now() > end)
        return `not drained: ${waiting.total} wait, ${waiting.confirming} confirming, ${behind} positions behind, link ${link.says}`;
      await sleep(LOOK_MS);
    }
  } finally {
    reading.close();
    await core.close();
  }
}
