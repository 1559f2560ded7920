/**
 * Proof that what is stored is what was written: the chain of the log is reckoned again from its first entry, and
 * every record is held against its digest and the sums (W-8). One flipped bit is found and named.
 */
import { NO_POSITION, type Position } from '../../domain/ids.ts';
import { addDigests } from '../../domain/record/digest.ts';
import type { Storage } from '../storage/contract/storage.ts';
import { entryText } from '../sync/finish.ts';

export interface VerifyPorts {
  readonly storage: Storage;
  readonly org: string;
  readonly sha256: (text: string) => string;
  readonly digest: (text: string) => number;
  readonly progress: (done: number, of: number) => void;
}

export interface Verified {
  readonly entries: number;
  readonly records: number;
  /** What is wrong, in words, first things first; empty when all is well. */
  readonly problems: readonly string[];
}

const PAGE = 2_000;
/** More would tell nothing new. */
const MOST_PROBLEMS = 20;

export function verify(ports: VerifyPorts): Verified {
  const problems: string[] = [];
  const add = (words: string): void => void (problems.length < MOST_PROBLEMS && problems.push(words));
  const entries = verifyChain(ports, add);
  const records = verifyRecords(ports, add);
  return { entries, records, problems };
}

function verifyChain({ storage, org, sha256, progress }: VerifyPorts, add: (words: string) => void): number {
  const head = storage.head(org);
  let chain = '';
  let last = 0;
  for (;;) {
    const page = storage.log(org, last as Position, PAGE);
    for (const entry of page) {
      if (entry.pos !== last + 1) add(`the log goes from ${last} to ${entry.pos}: entries are missing`);
      const reckoned = sha256(`${chain}\n${entryText({ ...entry, chain: '' })}`);
      if (reckoned !== entry.chain) add(`log entry ${entry.pos} was altered, or the one before it`);
      chain = entry.chain;
      last = entry.pos;
    }
    progress(last, head.position);
    if (page.length < PAGE) break;
  }
  if (last !== head.position) add(`the log ends at ${last}, its head says ${head.position}`);
  if (chain !== head.chain) add('the head of the chain is not that of the last entry');
  return last;
}

function verifyRecords({ storage, org, digest }: VerifyPorts, add: (words: string) => void): number {
  const sums = new Map<string, { sum: number; count: number }>();
  const head = storage.head(org).position;
  let cursor: Position = NO_POSITION;
  let records = 0;
  while (cursor < head) {
    const page = storage.pullPage(org, null, cursor, head, PAGE);
    for (const row of page.rows) {
      if (digest(`${row.id}\n${row.body}`) !== row.digest) add(`record ${row.id} is not what its digest says`);
      const key = `${row.site ?? ''} ${row.collection}`;
      const at = sums.get(key) ?? { sum: 0, count: 0 };
      sums.set(key, { sum: addDigests(at.sum, row.digest), count: at.count + 1 });
      records += 1;
    }
    cursor = page.to;
  }
  for (const { site, collection, sum, count } of storage.digests(org)) {
    const found = sums.get(`${site ?? ''} ${collection}`) ?? { sum: 0, count: 0 };
    if (found.sum !== sum || found.count !== count)
      add(`the sum of ${collection} at ${site ?? 'the whole organisation'} does not add up`);
  }
  return records;
}
