/**
 * Where a record of a collection belongs that this server does not know yet (W-9): with the record that it points to, at
 * that one's site, as far as its author's laptop ever saw; else at a site of the author's. Never wider than what its
 * author sees (H-1): only who sees the whole organisation makes something that belongs to all of it.
 */
import { creatorOf, isRecordId, parseChangeId, type RecordId } from '../../domain/ids.ts';
import type { DeviceGrant } from '../storage/contract/types.ts';
import type { Draft, WorkingRecord } from './draft.ts';

export interface Place {
  readonly site: RecordId | null;
  readonly parent: RecordId | null;
}

export function placeUnknown(draft: Draft, record: WorkingRecord): Place {
  const grant = grantOfCreator(draft, record.id);
  const above = pointedTo(draft, record).filter((r) => r.site !== null && mayPut(grant, r.site));
  const parent = above.find((r) => draft.rules.schema.collections[r.collection]?.site.from !== 'self');
  if (parent) return { site: parent.site, parent: parent.id };
  const site = above[0]?.site ?? null;
  if (site !== null) return { site, parent: null };
  if (record.stored) return { site: record.site, parent: record.parent };
  return { site: grant?.sites?.[0] ?? grant?.everSites?.[0] ?? null, parent: null };
}

/** Records that stand in its fields, in the order of their names. */
function pointedTo(draft: Draft, { id, body }: WorkingRecord): readonly WorkingRecord[] {
  const found: WorkingRecord[] = [];
  for (const group of Object.keys(body).toSorted()) {
    const value = body[group]?.v ?? {};
    for (const field of Object.keys(value).toSorted()) {
      const ref = value[field];
      const other = typeof ref === 'string' && ref !== id && isRecordId(ref) ? draft.record(ref) : undefined;
      if (other) found.push(other);
    }
  }
  return found;
}

function mayPut(grant: DeviceGrant | undefined, site: RecordId): boolean {
  return !grant || grant.everSites === null || grant.everSites.includes(site);
}

function grantOfCreator(draft: Draft, id: RecordId): DeviceGrant | undefined {
  const made = parseChangeId(creatorOf(id));
  return made === null ? undefined : draft.view.grant(made.device);
}
