/** A real server with the demo hospital, in this process, on a free port and a file of its own. */
import { generateKeyPairSync } from 'node:crypto';
import { openForReading } from '../../main/replica/open.ts';
import type { RecordId } from '../../domain/ids.ts';
import { composeCommitter, schema, serve, sha256 } from '../../server/compose.ts';
import { DEMO_NAME, DEMO_ORG, seedDemo } from '../../server/demo/seed-demo.ts';
import { createMetrics } from '../../server/ops/metrics.ts';
import { openDatabase } from '../../server/storage/sqlite/database.ts';
import { createSqliteStorage } from '../../server/storage/sqlite/storage.ts';

export interface Stored {
  readonly body: string;
  /** Log entries and receipts of changes that wrote this text. */
  readonly logged: number;
  readonly receipts: number;
}

export interface DemoServer {
  readonly url: string;
  /** What the server's file holds, read by another connection. */
  read(record: RecordId, text: string): Stored;
  close(): Promise<void>;
}

export async function startDemoServer(file: string): Promise<DemoServer> {
  const storage = createSqliteStorage(openDatabase(file, 'anything'));
  storage.directory.createOrganisation(DEMO_ORG, DEMO_NAME, true, Date.now(), 'flow');
  const committer = composeCommitter(storage, DEMO_ORG);
  await seedDemo({ storage, committer, schema, sha256, now: Date.now(), newKey });
  const server = await serve({
    storage,
    org: DEMO_ORG,
    host: '127.0.0.1',
    port: 0,
    metrics: createMetrics('server'),
    log: () => {},
  });
  return {
    url: server.url,
    read: (record, text) => read(file, record, text),
    async close() {
      await server.close();
      storage.close();
    },
  };
}

function read(file: string, record: RecordId, text: string): Stored {
  const disk = openForReading(file, null);
  try {
    const body = disk.prepare<[string], string>('SELECT body FROM record WHERE id = ?').pluck().get(record) ?? '';
    const entries = disk
      .prepare<[string], { device: number; seq: number }>('SELECT device, seq FROM log WHERE instr(edits, ?) > 0')
      .all(text);
    const receipt = disk
      .prepare<[number, number], number>('SELECT count(*) FROM receipt WHERE device = ? AND seq = ?')
      .pluck();
    const receipts = entries.reduce((sum, e) => sum + (receipt.get(e.device, e.seq) ?? 0), 0);
    return { body, logged: entries.length, receipts };
  } finally {
    disk.close();
  }
}

function newKey(): string {
  return generateKeyPairSync('ed25519').publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
}
