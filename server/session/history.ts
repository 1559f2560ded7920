/** The history of a record, a page at a time, to somebody who may see it (A-2, H-1). */
import type { Position, RecordId } from '../../domain/ids.ts';
import { FIRST_CONSOLE_DEVICE, isRecordId } from '../../domain/ids.ts';
import type { HistoryAsk } from '../../protocol/wire/history.ts';
import { sees } from '../sync/publish.ts';
import type { HistoryRow } from '../storage/contract/types.ts';
import type { Greeted } from './greet.ts';
import type { Peer } from './peer.ts';

/** Log entries of one page, and characters of values beyond which it ends earlier, at an entry's end. */
const PAGE = 1_000;
const PAGE_BYTES = 2 << 20;

export function answerHistory(session: Peer, greeted: Greeted, ask: HistoryAsk): void {
  const { storage, org } = session.ports;
  const record = isRecordId(ask.record) ? storage.record(org, ask.record) : undefined;
  const visible = record !== undefined && sees(greeted.siteSet, record.site);
  const all = visible ? storage.history(org, ask.record as RecordId, ask.after as Position, PAGE) : [];
  const rows = withinBytes(all);
  const entries = new Set(all.map((r) => r.entry.pos)).size;
  session.send({
    k: 'historyPage',
    ask: ask.ask,
    record: ask.record,
    entries: rows.map(({ entry, edit, outcome }) => ({
      pos: entry.pos,
      change: `${entry.device}.${entry.epoch}.${entry.seq}`,
      kind: entry.kind,
      group: edit.group,
      value: { ...edit.value } as { [field: string]: never },
      author: entry.author,
      role: entry.role,
      madeAt: entry.madeAt,
      receivedAt: entry.receivedAt,
      outcome: { ...outcome },
      saw: edit.saw,
      ...(entry.device < FIRST_CONSOLE_DEVICE ? { path: 'server' } : {}),
      ...(edit.undoes ? { undoes: edit.undoes } : {}),
      ...(entry.ahead === undefined ? {} : { ahead: entry.ahead }),
    })),
    upTo: rows.at(-1)?.entry.pos ?? ask.after,
    more: rows.length < all.length || entries >= PAGE,
  });
}

/** As many as fit, at least one entry, and never half of one. */
function withinBytes(rows: readonly HistoryRow[]): readonly HistoryRow[] {
  let bytes = 0;
  const over = rows.findIndex((row) => (bytes += JSON.stringify(row.edit.value).length) > PAGE_BYTES);
  if (over < 0) return rows;
  const pos = rows[over]?.entry.pos;
  const first = rows.findIndex((row) => row.entry.pos === pos);
  return first > 0 ? rows.slice(0, first) : rows.filter((row) => row.entry.pos === pos);
}
