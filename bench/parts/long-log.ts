/**
 * A server's database with a long log: the edits of standard days over a thousand jobs, chained as the committer chains
 * them and written by the storage's own transactions. Only the log, its records' index and the head are written: no
 * queue, no judging. It is made once and kept in `.holdfast/`, which git ignores.
 */
import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { dirname } from 'node:path';
import { setImmediate as pause } from 'node:timers/promises';
import { FIRST_EPOCH, recordId, type DeviceNo, type Position, type Sequence } from '../../domain/ids.ts';
import { hlcFromMs } from '../../domain/clock/hlc.ts';
import { auditKey } from '../../server/audit/audit-key.ts';
import { makeCheckpoint } from '../../server/audit/checkpoint.ts';
import { sha256 } from '../../server/compose.ts';
import type { Effects, LogEntry } from '../../server/storage/contract/types.ts';
import { openDatabase } from '../../server/storage/sqlite/database.ts';
import { createSqliteStorage } from '../../server/storage/sqlite/storage.ts';
import { entryText } from '../../server/sync/finish.ts';
import { standardDay, type Act } from '../workload/acts.ts';
import { MORNING } from '../workload/hospital.ts';

export const LONG_ORG = 'bench';
const JOBS = 1_000;
const DEVICE = 7 as DeviceNo;
const AT_ONCE = 5_000;
const CHECKPOINT_EVERY = 50_000;

export async function longLog(file: string, entries: number, note: (text: string) => void): Promise<void> {
  if (existsSync(file)) return;
  note(`making a log of ${entries} entries once, in ${file}`);
  mkdirSync(dirname(file), { recursive: true });
  const part = `${file}.part.db`;
  const storage = createSqliteStorage(openDatabase(part, 'anything'));
  if (!storage.directory.organisation())
    storage.directory.createOrganisation(LONG_ORG, 'Bench hospital', true, MORNING, 'bench-1');
  const jobs = Array.from({ length: JOBS }, (_, i) => recordId(1, 1, i + 1, 0));
  const ports = { storage, org: LONG_ORG, key: auditKey(storage.directory), clock: () => MORNING, pause };
  let { position: at, chain } = storage.head(LONG_ORG) as { position: number; chain: string };
  while (at < entries) {
    const log = standardDay(AT_ONCE, jobs, at).map((act, i): LogEntry => {
      const entry = entryOf(act, at + i + 1);
      chain = sha256(`${chain}\n${entryText(entry)}`);
      return { ...entry, chain };
    });
    at += log.length;
    const effects = { ...NOTHING, log, head: { position: at as Position, chain } };
    await storage.transact(LONG_ORG, () => ({ effects, result: undefined }));
    if (at % CHECKPOINT_EVERY === 0) await makeCheckpoint(ports);
  }
  storage.close();
  renameSync(part, file);
}

const NOTHING: Omit<Effects, 'log' | 'head'> = {
  records: [],
  receipts: [],
  seen: [],
  left: [],
  waitingAdded: [],
  waitingRemoved: [],
  digests: [],
  tallies: [],
  names: [],
  issuedAgain: [],
};

function entryOf(act: Act, pos: number): LogEntry {
  return {
    pos: pos as Position,
    kind: 'change',
    device: DEVICE,
    epoch: FIRST_EPOCH,
    seq: pos as Sequence,
    author: recordId(1, 1, 1, 0),
    role: 'technician',
    lane: 'normal',
    hlc: hlcFromMs(act.at),
    madeAt: act.at,
    receivedAt: act.at + 40_000,
    edits: [
      {
        record: act.record ?? recordId(DEVICE, FIRST_EPOCH, pos, 0),
        collection: act.collection,
        group: act.group,
        value: act.set,
        saw: null,
      },
    ],
    outcome: null,
    hash: sha256(`content ${pos}`),
    chain: '',
  };
}
