/** how fast a log of a million entries is verified, beside hashing the same bytes and reading the same rows; processor time. */
import { join } from 'node:path';
import type { Position } from '../domain/ids.ts';
import { verify } from '../server/admin/verify.ts';
import { digest48, sha256 } from '../server/compose.ts';
import type { Storage } from '../server/storage/contract/storage.ts';
import { openDatabase } from '../server/storage/sqlite/database.ts';
import { createSqliteStorage } from '../server/storage/sqlite/storage.ts';
import { entryText } from '../server/sync/finish.ts';
import { shown, type Report } from './figure.ts';
import { rawHashing, rawReading } from './limits/raw-verify.ts';
import { LONG_ORG, longLog } from './parts/long-log.ts';
import { processorTime } from './sample.ts';

const ENTRIES = 1_000_000;
const PAGE = 5_000;

export async function benchVerify(report: Report): Promise<void> {
  const file = join(import.meta.dirname, '..', '.holdfast', `bench-log-${ENTRIES}.db`);
  await longLog(file, ENTRIES, (text) => report.note(text));
  const storage = createSqliteStorage(openDatabase(file, 'existing'));
  const ports = { storage, org: LONG_ORG, sha256, digest: digest48, progress: () => undefined };
  let bytes = 0;
  const pages = function* (): Iterable<readonly string[]> {
    for (const page of textsOf(storage)) {
      for (const text of page) bytes += Buffer.byteLength(text);
      yield page;
    }
  };
  const hashing = rawHashing(pages());
  let problems: readonly string[] = [];
  const verifying = processorTime(() => {
    problems = verify(ports).problems;
  });
  storage.close();
  if (problems.length > 0) throw new Error(`the log does not verify: ${problems.join('; ')}`);
  const reading = rawReading(file);
  const figure = { id: 'A-1', unit: 'ms' };
  const name = `verify ${ENTRIES} entries (${Math.round(bytes / 1e6)} MB)`;
  report.figure(
    shown({ ...figure, name: `${name}; limit: SHA-256 of the same bytes`, value: verifying, limit: hashing }),
  );
  report.figure(shown({ ...figure, name: `${name}; limit: reading the rows`, value: verifying, limit: reading }));
  report.figure(
    shown({
      id: 'A-1',
      unit: '1/s',
      name: 'entries verified in a second of processor',
      value: ENTRIES / (verifying / 1_000),
    }),
  );
}

function* textsOf(storage: Storage): Iterable<readonly string[]> {
  for (let at = 0; at < ENTRIES; at += PAGE) {
    const page = storage.log(LONG_ORG, at as Position, PAGE);
    yield page.map((entry) => `${entry.chain}\n${entryText(entry)}`);
  }
}
