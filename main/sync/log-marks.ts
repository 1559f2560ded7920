/**
 * The places of the server's log that this console was told of (W-12): kept with what they were told with, in the same
 * transaction, so that nothing is ever known here of a log without a mark that covers it.
 */
import { rungsToDrop } from '../../domain/log/ladder.ts';
import { MAX_OLDER_MARKS, SHORT_CHAIN, type LogMark, type OlderMark } from '../../protocol/wire/log-mark.ts';
import type { Replica } from '../replica/replica.ts';

/** Call inside the transaction that keeps what came with it. */
export function noteMark(replica: Replica, { position, chain, seal }: LogMark): void {
  const { marks } = replica;
  marks.put.run(position, chain, seal);
  if ((marks.count.get() ?? 0) < MAX_OLDER_MARKS) return;
  for (const rung of rungsToDrop(marks.all.all().map((m) => m.position))) marks.remove.run(rung);
}

export function newestMark(replica: Replica): LogMark | null {
  return replica.marks.all.get() ?? null;
}

/** For a hello: the newest in full, the older ones as short as they can be told apart. */
export function marksOf(replica: Replica): { readonly mark: LogMark | null; readonly older: OlderMark[] } {
  const [mark, ...older] = replica.marks.all.all();
  return { mark: mark ?? null, older: older.map((m) => [m.position, m.chain.slice(0, SHORT_CHAIN)]) };
}
