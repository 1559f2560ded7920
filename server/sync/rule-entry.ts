/** What a rule made of a change is a log entry of its own, under the change that caused it (C-3, A-1). */
import type { PersonId, Position } from '../../domain/ids.ts';
import type { Fields } from '../../domain/json.ts';
import type { LogEntry, LogKind } from '../storage/contract/types.ts';
import type { Draft, WorkingRecord } from './draft.ts';
import type { EditContext } from './edit-context.ts';

export interface RuleEntry {
  readonly kind: Exclude<LogKind, 'change'>;
  readonly record: WorkingRecord;
  /** Values by group, as they stand from here on, or as they were set aside. */
  readonly groups: { readonly [group: string]: Fields };
  /** Whose value it is; absent: the author of the change. */
  readonly author?: PersonId;
}

/** Gives the position of the entry. */
export function appendRuleEntry(c: EditContext, entry: RuleEntry): Position {
  return appendUnder(c.draft, c.change, entry);
}

type Cause = Pick<LogEntry, 'device' | 'epoch' | 'seq' | 'author' | 'role' | 'lane' | 'hlc' | 'madeAt'>;

/** The same under a change that has long been in the log: what follows from it only later. */
export function appendUnder(draft: Draft, cause: Cause, { kind, record, groups, author }: RuleEntry): Position {
  const { device, epoch, seq, role, lane, hlc, madeAt } = cause;
  const edits = Object.entries(groups).map(([group, value]) => ({
    record: record.id,
    collection: record.collection,
    group,
    value,
    saw: null,
  }));
  return draft.append({
    kind,
    device,
    epoch,
    seq,
    role,
    lane,
    hlc,
    madeAt,
    edits,
    author: author ?? cause.author,
    receivedAt: draft.rules.now,
    outcome: null,
    hash: '',
  });
}
