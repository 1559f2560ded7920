/** What a rule made of a change is a log entry of its own, under the change that caused it (C-3, A-1). */
import type { PersonId, Position } from '../../domain/ids.ts';
import type { Fields } from '../../domain/json.ts';
import type { LogKind } from '../storage/contract/types.ts';
import type { WorkingRecord } from './draft.ts';
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
export function appendRuleEntry(c: EditContext, { kind, record, groups, author }: RuleEntry): Position {
  const { device, epoch, seq, role, lane, hlc, madeAt } = c.change;
  const edits = Object.entries(groups).map(([group, value]) => ({
    record: record.id,
    collection: record.collection,
    group,
    value,
    saw: null,
  }));
  return c.draft.append({
    kind,
    device,
    epoch,
    seq,
    role,
    lane,
    hlc,
    madeAt,
    edits,
    author: author ?? c.change.author,
    receivedAt: c.draft.rules.now,
    outcome: null,
    hash: '',
  });
}
