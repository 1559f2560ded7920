/**
 * The entries of the log that a record's or a site's history is made of: the record, what hangs on it and on that,
 * and the questions about it; of a site everything that is there now. In order of position.
 */
import { NO_POSITION, type Position, type RecordId } from '../../domain/ids.ts';
import type { Storage } from '../storage/contract/storage.ts';
import type { LogEntry, LoggedEdit, StoredRecord } from '../storage/contract/types.ts';
import type { EditOutcome } from '../../domain/change/outcome.ts';

export type Subject = { readonly kind: 'record' | 'site'; readonly id: RecordId };

export interface Written {
  readonly edit: LoggedEdit;
  /** As it is today. */
  readonly outcome: EditOutcome;
}

/** An entry, with those of its edits that belong to the subject. */
export interface Gathered {
  readonly entry: LogEntry;
  readonly writes: readonly Written[];
}

const PAGE = 500;
/** A device, its jobs, their parts, and what is said of those. */
const DEPTH = 5;

export async function gatherHistory(
  storage: Storage,
  org: string,
  subject: Subject,
  upTo: Position,
): Promise<readonly Gathered[]> {
  const records = subject.kind === 'site' ? recordsAt(storage, org, subject.id) : await below(storage, org, subject.id);
  const found = new Map<number, { entry: LogEntry; writes: Written[] }>();
  for (const record of records) {
    let after: Position = NO_POSITION;
    for (;;) {
      const rows = storage.history(org, record, after, PAGE);
      for (const { entry, edit, outcome } of rows) {
        if (entry.pos > upTo) break;
        const at = found.get(entry.pos) ?? { entry, writes: [] };
        at.writes.push({ edit, outcome });
        found.set(entry.pos, at);
      }
      const last = rows.at(-1)?.entry.pos;
      if (last === undefined || last >= upTo) break;
      after = last;
    }
  }
  return [...found.values()].toSorted((a, b) => a.entry.pos - b.entry.pos);
}

/** The record and everything that hangs on it, however deep within reason. */
async function below(storage: Storage, org: string, top: RecordId): Promise<readonly RecordId[]> {
  const all = new Set<RecordId>([top]);
  let level: readonly RecordId[] = [top];
  for (let depth = 0; depth < DEPTH && level.length > 0; depth++) {
    const parents = level;
    const children: readonly StoredRecord[] = await storage.transact(org, (view) => ({
      effects: null,
      result: parents.flatMap((id) => view.children(id)),
    }));
    level = children.map((c) => c.id).filter((id) => !all.has(id));
    for (const id of level) all.add(id);
  }
  return [...all];
}

function recordsAt(storage: Storage, org: string, site: RecordId): readonly RecordId[] {
  const ids: RecordId[] = [];
  let from: Position = NO_POSITION;
  for (;;) {
    const page = storage.digestPage(org, site, from, PAGE);
    ids.push(...page.rows.map((row) => row.id));
    if (!page.more) return ids;
    from = page.to;
  }
}
