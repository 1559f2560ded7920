/** The limit of a batch: nothing but numbers of records, fields and what was seen, and the values, as columns; zstd-1. */
import { constants, zstdCompressSync } from 'node:zlib';
import type { RecordId } from '../../domain/ids.ts';
import type { Act } from '../workload/acts.ts';

const LEVEL = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

/** Bytes per edit of batches of `size`. */
export function rawBytes(acts: readonly Act[], jobs: readonly RecordId[], size: number): number {
  const numbers = new Map(jobs.map((id, i) => [id as string, i]));
  let bytes = 0;
  for (let at = 0; at < acts.length; at += size) {
    const batch = acts.slice(at, at + size);
    const columns = {
      first: at + 1,
      record: batch.map((a) => numbers.get(a.record ?? '') ?? -1),
      field: batch.map((a) => `${a.group}.${Object.keys(a.set)[0] ?? ''}`).map((name, _i, all) => all.indexOf(name)),
      value: batch.map((a) => Object.values(a.set)[0] ?? null),
      saw: batch.map(() => 0),
    };
    bytes += zstdCompressSync(Buffer.from(JSON.stringify(columns)), LEVEL).length;
  }
  return bytes / acts.length;
}
