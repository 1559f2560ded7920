/**
 * The state as one transaction sees it. Each record is read at most once per transaction, and its key is kept, so that
 * writing it back needs no second look-up. A sequence that no mark covers has neither receipt nor waits: for new work,
 * which is nearly all work, the marks answer without a query.
 */
import type { DeviceNo, Epoch, RecordId, Sequence } from '../../../domain/ids.ts';
import { QUESTION } from '../../../domain/schema/system.ts';
import type { SeenMark, StateView, StoredRecord } from '../contract/types.ts';
import type { Grants } from './grants.ts';
import type { KeyedRecord } from './tables/record-table.ts';
import type { Tables } from './tables/all-tables.ts';

export interface CachingView {
  readonly view: StateView;
  /** What is known of a record: its row, null when there is none, undefined when nobody asked. */
  known(id: RecordId): KeyedRecord | null | undefined;
}

export function stateView(tables: Tables, grants: Grants, org: number): CachingView {
  const records = new Map<RecordId, KeyedRecord | null>();
  const record = (id: RecordId): StoredRecord | undefined => {
    let found = records.get(id);
    if (found === undefined) {
      found = tables.records.get(org, id) ?? null;
      records.set(id, found);
    }
    return found?.record;
  };
  const arrivals = createArrivals(tables, org);
  const anyWaits = tables.waiting.any(org);
  return {
    known: (id) => records.get(id),
    view: {
      head: () => tables.organisations.head(org),
      record,
      children: (id) => tables.records.children(org, id),
      named: (collection, name) => tables.names.of(org, collection, name),
      wasAt: (id, sites) => sites.some((site) => tables.views.hasLeft(org, site, id)),
      receipt: (device, epoch, seq) =>
        arrivals.has(device, epoch, seq) ? tables.receipts.get(org, device, epoch, seq) : undefined,
      issuedAgain: (device, was) => tables.issuedAgain.get(org, device, was),
      entry: (pos) => tables.log.entry(org, pos),
      seen: arrivals.mark,
      grant: (device) => grants.of(org, device),
      reviewers: (site) => grants.reviewers(org, site),
      openQuestions: (after, limit) => tables.records.byK2After(org, QUESTION, 'open', after ?? '', limit),
      escalateAfter: () => tables.organisations.escalateAfter(org),
      waitingFor: (change) => (anyWaits ? tables.waiting.forChange(org, change) : []),
      waiting: (device, epoch, seq) =>
        anyWaits && arrivals.has(device, epoch, seq) ? tables.waiting.get(org, device, epoch, seq) : undefined,
      overdue: (now, limit) => (anyWaits ? tables.waiting.overdue(org, now, limit) : []),
    },
  };
}

interface Arrivals {
  mark(device: DeviceNo, epoch: Epoch): SeenMark | undefined;
  has(device: DeviceNo, epoch: Epoch, seq: Sequence): boolean;
}

/** Marks read once per transaction. */
function createArrivals(tables: Tables, org: number): Arrivals {
  const marks = new Map<string, { readonly mark: SeenMark | undefined; readonly above: ReadonlySet<number> }>();
  const of = (device: DeviceNo, epoch: Epoch): { mark: SeenMark | undefined; above: ReadonlySet<number> } => {
    const key = `${device}.${epoch}`;
    let known = marks.get(key);
    if (!known) {
      const mark = tables.seen.get(org, device, epoch);
      known = { mark, above: new Set(mark?.above) };
      marks.set(key, known);
    }
    return known;
  };
  return {
    mark: (device, epoch) => of(device, epoch).mark,
    has(device, epoch, seq) {
      const { mark, above } = of(device, epoch);
      return mark !== undefined && (seq <= mark.highWater || above.has(seq));
    },
  };
}
