/** From the draft of a group commit to what the transaction writes, and to what the fan-out will tell. */
import type { Position, RecordId } from '../../domain/ids.ts';
import { encodeBody, encodeCell, valuesOf, type Cell } from '../../domain/record/body.ts';
import { project } from '../../domain/record/project.ts';
import { addDigests } from '../../domain/record/digest.ts';
import { collectionOf } from '../../domain/schema/unknown.ts';
import { presentBody } from '../../domain/schema/upcast.ts';
import type { Effects, LogEntry, NameChange, StoredRecord } from '../storage/contract/types.ts';
import type { Draft, LaterOutcome, WorkingRecord } from './draft.ts';
import { finishMarks } from './marks.ts';
import { nameChanges } from './names.ts';
import { tallyChanges } from './tally.ts';

/** One group of one record as it stands after a commit. */
export interface TouchedCell {
  readonly pos: Position;
  readonly record: RecordId;
  readonly collection: string;
  readonly group: string;
  readonly site: RecordId | null;
  /** Text of `encodeCell`. */
  readonly cell: string;
}

export interface Committed {
  readonly from: Position;
  readonly to: Position;
  readonly cells: readonly TouchedCell[];
  /** Records changed site: consoles catch up from the database instead. */
  readonly moved: boolean;
  readonly later: readonly LaterOutcome[];
}

export function finish(draft: Draft): { effects: Effects; committed: Committed } {
  const from = draft.view.head().position;
  const digests = new Map<string, { site: RecordId | null; collection: string; sum: number; count: number }>();
  const records: StoredRecord[] = [];
  const cells: TouchedCell[] = [];
  const names: NameChange[] = [];
  for (const working of draft.records.values()) {
    const moved = working.stored !== undefined && working.stored.site !== working.site;
    if (working.touched.size === 0 && !moved) continue;
    const next = storedOf(draft, working);
    records.push(next);
    count(digests, working.stored, -1);
    count(digests, next, 1);
    names.push(...nameChanges(draft, working));
    for (const group of working.touched) cells.push(touched(working, group));
  }
  const log = chained(draft);
  const { position, chain } = log.at(-1)
    ? { position: draft.end(), chain: (log.at(-1) as LogEntry).chain }
    : draft.view.head();
  const effects: Effects = {
    head: { position, chain },
    log,
    records,
    receipts: [...draft.receipts.values()],
    seen: finishMarks(draft),
    left: draft.left,
    waitingAdded: [...draft.waitingAdded.values()],
    waitingRemoved: draft.waitingRemoved,
    digests: [...digests.values()],
    tallies: tallyChanges(draft),
    names,
    issuedAgain: draft.issued,
  };
  return { effects, committed: { from, to: draft.end(), cells, moved: draft.moved, later: draft.later } };
}

function storedOf(draft: Draft, r: WorkingRecord): StoredRecord {
  const { schema } = draft.rules;
  const groups = valuesOf(presentBody(schema, r.collection, r.body));
  const { k1, k2, sort } = project(collectionOf(schema, r.collection), r.id, groups, () => r.site);
  const body = encodeBody(r.body);
  const { id, collection, parent, site, pos, entered } = r;
  return {
    id,
    collection,
    parent,
    site,
    k1,
    k2,
    sort,
    pos,
    entered,
    body,
    digest: draft.rules.digest(`${id}\n${body}`),
  };
}

function touched(r: WorkingRecord, group: string): TouchedCell {
  const cell = r.body[group] as Cell;
  return { pos: cell.p, record: r.id, collection: r.collection, group, site: r.site, cell: encodeCell(cell) };
}

function count(
  digests: Map<string, { site: RecordId | null; collection: string; sum: number; count: number }>,
  record: StoredRecord | undefined,
  sign: 1 | -1,
): void {
  if (!record) return;
  const key = `${record.site ?? ''} ${record.collection}`;
  const at = digests.get(key) ?? { site: record.site, collection: record.collection, sum: 0, count: 0 };
  at.sum = addDigests(at.sum, sign * record.digest);
  at.count += sign;
  digests.set(key, at);
}

function chained(draft: Draft): readonly LogEntry[] {
  let { chain } = draft.view.head();
  return draft.log.map((entry) => {
    chain = draft.rules.sha256(`${chain}\n${entryText(entry)}`);
    return { ...entry, chain };
  });
}

/** What the chain of the log covers. */
export function entryText(e: LogEntry): string {
  return JSON.stringify([
    e.pos,
    e.kind,
    e.device,
    e.epoch,
    e.seq,
    e.author,
    e.role,
    e.lane,
    e.hlc,
    e.madeAt,
    e.receivedAt,
    e.edits,
    e.outcome,
    e.hash,
    ...(e.ahead === undefined ? [] : [e.ahead]),
  ]);
}
