/**
 * Which of the chosen jobs hold what was typed: in the job itself, its equipment, its site or its technician's name. A
 * short list is simply read. For a long one the index says which records hold each term, and only what it has not read
 * yet is read here (SAVE-2); both ways find the same.
 */
import { valuesOf } from '../../domain/record/body.ts';
import type { Groups } from '../../domain/schema/types.ts';
import type { Reader } from './reader.ts';
import { indexQuery, matches, wordsIn, type Term } from './search-terms.ts';
import type { JobRow } from './statements.ts';

/** Reading one job with its equipment costs about 20 µs. */
const READ_AT_MOST = 1_000;
const CHUNK = 1_000;

export function withText(reader: Reader, jobs: readonly JobRow[], terms: readonly Term[]): readonly JobRow[] {
  if (terms.length === 0) return jobs;
  return jobs.length > READ_AT_MOST ? byIndex(reader, jobs, terms) : byReading(reader, jobs, terms);
}

function byReading(reader: Reader, jobs: readonly JobRow[], terms: readonly Term[]): readonly JobRow[] {
  const kept: JobRow[] = [];
  for (let at = 0; at < jobs.length; at += CHUNK) {
    const chunk = jobs.slice(at, at + CHUNK);
    const words = wordsOfJobs(reader, chunk);
    kept.push(...chunk.filter((job) => matches(words.get(job.rid) ?? [], terms)));
  }
  return kept;
}

function byIndex(reader: Reader, jobs: readonly JobRow[], terms: readonly Term[]): readonly JobRow[] {
  const { statements } = reader;
  const parents = JSON.stringify([...new Set(jobs.map((job) => job.parent).filter((id) => id !== null))]);
  const rids = new Map(statements.ridsOfIds.all(parents).map((r) => [r.id, r.rid]));
  const above = (job: JobRow): number => (job.parent === null ? 0 : (rids.get(job.parent) ?? 0));
  const unread = new Set(statements.unreadRids.all());
  const isUnread = (job: JobRow): boolean => unread.has(job.rid) || unread.has(above(job));
  const holders = terms.map((term) => holdersOf(reader, term));
  const hits = jobs.filter((job) => !isUnread(job) && holders.every((h) => holds(h, job, above(job))));
  const read = unread.size === 0 ? [] : byReading(reader, jobs.filter(isUnread), terms);
  return read.length === 0 ? hits : [...hits, ...read];
}

interface Holders {
  readonly rids: ReadonlySet<number>;
  /** Sites and people with the term in their name. */
  readonly named: ReadonlySet<string>;
}

function holdersOf({ statements }: Reader, term: Term): Holders {
  const names = [
    ...statements.siteNames.all(),
    ...statements.named.all('person').map((row) => ({ id: row.id, name: row.k1 ?? '' })),
  ];
  return {
    rids: new Set(statements.matching.all(indexQuery([term]))),
    named: new Set(names.filter((n) => matches(wordsIn(n.name), [term])).map((n) => n.id)),
  };
}

function holds({ rids, named }: Holders, job: JobRow, parent: number): boolean {
  return rids.has(job.rid) || rids.has(parent) || named.has(job.site ?? '') || named.has(job.k1 ?? '');
}

function wordsOfJobs(reader: Reader, jobs: readonly JobRow[]): ReadonlyMap<number, readonly string[]> {
  const words = new Map<number, readonly string[]>();
  for (const row of reader.rowsOf(jobs.map((j) => j.rid))) {
    const own = searched(reader, 'workOrder', valuesOf(reader.shown(row)));
    const device = row.parent === null ? null : reader.row(row.parent);
    const of = device ? searched(reader, 'equipment', valuesOf(reader.shown(device))) : '';
    words.set(row.rid, wordsIn(`${own} ${of} ${reader.name(row.site)} ${reader.name(row.k1)}`));
  }
  return words;
}

function searched(reader: Reader, collection: string, groups: Groups): string {
  return reader.def(collection)?.search?.(groups) ?? '';
}
