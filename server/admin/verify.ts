/**
 * Proof that what is stored is what was written: the chain of the log is reckoned again from its first entry and held
 * against the signed checkpoints, and every record against its digest and the sums (W-8). One flipped bit is found
 * and its position named.
 */
import { NO_POSITION, type Position } from '../../domain/ids.ts';
import { addDigests } from '../../domain/record/digest.ts';
import { publicAuditKey } from '../audit/audit-key.ts';
import type { Finding } from '../audit/finding.ts';
import { verifyLog, type LogPorts, type LogVerified } from '../audit/verify-log.ts';

export interface VerifyPorts extends Omit<LogPorts, 'publicKey' | 'witnesses'> {
  readonly digest: (text: string) => number;
  /** Checkpoints that others kept; absent: none. */
  readonly witnesses?: LogPorts['witnesses'];
}

export interface Verified extends LogVerified {
  readonly records: number;
  /** First things first; empty when all is well. */
  readonly findings: readonly Finding[];
  /** The same in words. */
  readonly problems: readonly string[];
  /** By which checkpoints and exports are signed, SPKI DER, base64; null: nothing was signed yet. */
  readonly publicKey: string | null;
}

const PAGE = 2_000;
/** More would tell nothing new. */
const MOST_FINDINGS = 20;

export function verify(ports: VerifyPorts): Verified {
  const findings: Finding[] = [];
  const add = (finding: Finding): void => void (findings.length < MOST_FINDINGS && findings.push(finding));
  const publicKey = publicAuditKey(ports.storage.directory);
  const log = verifyLog({ ...ports, publicKey, witnesses: ports.witnesses ?? [] }, add);
  const records = verifyRecords(ports, add);
  return { ...log, records, publicKey, findings, problems: findings.map((f) => f.words) };
}

function verifyRecords({ storage, org, digest }: VerifyPorts, add: (finding: Finding) => void): number {
  const sums = new Map<string, { sum: number; count: number }>();
  const head = storage.head(org).position;
  let cursor: Position = NO_POSITION;
  let records = 0;
  while (cursor < head) {
    const page = storage.pullPage(org, null, cursor, head, PAGE);
    for (const row of page.rows) {
      if (digest(`${row.id}\n${row.body}`) !== row.digest)
        add({ kind: 'record', position: row.pos, words: `record ${row.id} is not what its digest says` });
      const key = `${row.site ?? ''} ${row.collection}`;
      const at = sums.get(key) ?? { sum: 0, count: 0 };
      sums.set(key, { sum: addDigests(at.sum, row.digest), count: at.count + 1 });
      records += 1;
    }
    cursor = page.to;
  }
  for (const { site, collection, sum, count } of storage.digests(org)) {
    const found = sums.get(`${site ?? ''} ${collection}`) ?? { sum: 0, count: 0 };
    if (found.sum === sum && found.count === count) continue;
    const where = site ?? 'the whole organisation';
    add({ kind: 'sums', position: null, words: `the sum of ${collection} at ${where} does not add up` });
  }
  return records;
}
