/**
 * May this person, on this laptop, make this change? Decided on the server for every change and every row (H-1), by the
 * leases it signed and the sites it granted; what the console believes of itself plays no part (SAVE-6).
 */
import { creates, type Change, type Edit } from '../../domain/change/change.ts';
import type { Refusal } from '../../domain/change/outcome.ts';
import {
  IMPORT_DEVICE,
  isRecordId,
  parseChangeId,
  parseRecordId,
  SERVER_DEVICE,
  type RecordId,
} from '../../domain/ids.ts';
import type { Json } from '../../domain/json.ts';
import { QUESTION } from '../../domain/schema/system.ts';
import type { CollectionDef } from '../../domain/schema/types.ts';
import { collectionOf, groupOf, isNewer, isPlainName } from '../../domain/schema/unknown.ts';
import type { DeviceGrant } from '../storage/contract/types.ts';
import type { Draft } from './draft.ts';

export interface RefusedBecause {
  readonly code: Refusal;
  readonly words: string;
}

export function refusalOf(draft: Draft, change: Change): RefusedBecause | null {
  const trusted = change.device === IMPORT_DEVICE;
  const grant = trusted ? undefined : draft.view.grant(change.device);
  if (!trusted) {
    if (!grant) return refused('notYourDevice', 'this laptop is not enrolled');
    if (!grant.leases.some((l) => l.person === change.author && l.role === change.role)) {
      return refused('notAllowed', 'this person never signed in on this laptop in that role');
    }
  }
  if (change.replaces?.some((old) => parseChangeId(old)?.device !== change.device)) {
    return refused('notYourDevice', 'only a laptop’s own work can be replaced by it');
  }
  for (const edit of change.edits) {
    const reason = editRefusal(draft, change, edit, grant);
    if (reason) return reason;
  }
  return misshapen(draft, change);
}

/** What no single edit shows: a group twice, a record of two kinds, one that begins in the middle. */
function misshapen(draft: Draft, change: Change): RefusedBecause | null {
  const kinds = new Map<RecordId, string>();
  const groups = new Set<string>();
  for (const { record, collection, group } of change.edits) {
    if ((kinds.get(record) ?? collection) !== collection) return refused('wrongShape', 'one record of two kinds');
    if (groups.has(`${record} ${group}`)) return refused('wrongShape', `${group} stands twice in one change`);
    kinds.set(record, collection);
    groups.add(`${record} ${group}`);
  }
  for (const [record, collection] of kinds) {
    const first = draft.rules.schema.collections[collection]?.first;
    const isThere = !creates(change, record) || draft.record(record) !== undefined;
    // How a record begins that is not known yet, only the newer app knows (W-9).
    const begins = isThere || first === undefined || groups.has(`${record} ${first}`);
    if (!begins) return refused('wrongShape', `a new ${collection} begins with ${first}`);
  }
  return null;
}

function editRefusal(draft: Draft, change: Change, edit: Edit, grant: DeviceGrant | undefined): RefusedBecause | null {
  const { schema } = draft.rules;
  const maybeNew = (name: string): boolean => isNewer(schema, change.schema) && isPlainName(name);
  if (!schema.collections[edit.collection] && !maybeNew(edit.collection))
    return refused('unknownCollection', `there is no collection “${edit.collection}”`);
  const def = collectionOf(schema, edit.collection);
  if (!def.groups[edit.group] && (def.serverOnly === true || !maybeNew(edit.group)))
    return refused('unknownGroup', `${def.title} has no group “${edit.group}”`);
  const group = groupOf(schema, edit.collection, edit.group);
  if (!isRecordId(edit.record)) return refused('wrongShape', 'that is not a record');
  const existing = draft.record(edit.record);
  const wrongRecord = recordRefusal(def, edit, existing?.collection) ?? answerRefusal(draft, change, edit, grant);
  if (wrongRecord) return wrongRecord;
  if (group.writers?.length === 0) return refused('notAllowed', 'only the answer to a question can say that');
  if (group.writers && !group.writers.includes(change.role)) {
    return refused(
      'notAllowed',
      `a ${change.role} may not change ${group.title.toLowerCase()} of ${def.title.toLowerCase()}`,
    );
  }
  if (group.policy === 'append' && (existing || !creates(change, edit.record)))
    return refused('appendOnly', `${group.title} can be added to, not altered`);
  return outsideView(draft, edit.record, grant)
    ? refused('notAllowed', 'the record belongs to a site that this laptop never had')
    : siteRefusal(draft, def, edit, grant);
}

/** `existing`: collection of the record by that id, when there is one. */
function recordRefusal(def: CollectionDef, edit: Edit, existing: string | undefined): RefusedBecause | null {
  if (def.serverOnly === true && !(edit.collection === QUESTION && edit.group === 'answer')) {
    return refused('notAQuestion', 'only an answer can be written to a question');
  }
  if (def.serverOnly === true && !existing) return refused('noSuchRecord', 'there is no such question');
  if (existing !== undefined && existing !== edit.collection)
    return refused('wrongShape', 'the record is of another kind');
  if (existing === undefined && parseRecordId(edit.record)?.device === SERVER_DEVICE)
    return refused('noSuchRecord', 'there is no such record');
  return null;
}

/**
 * Whoever answers must have the right to it when the answer arrives, however it stood when it was given (H-4): it may have
 * been withdrawn because of such answers. A device that went to another site takes nobody's right.
 */
function answerRefusal(
  draft: Draft,
  { author }: Change,
  { collection, record }: Edit,
  grant: DeviceGrant | undefined,
): RefusedBecause | null {
  if (collection !== QUESTION || !grant) return null;
  const isOne = (site: RecordId | null): boolean => draft.view.reviewers(site).some((r) => r.person === author);
  if (isOne(draft.record(record)?.site ?? null)) return null;
  const hadIt = isOne(null) && grant.sites !== null && draft.wasAt(record, grant.sites);
  return hadIt
    ? null
    : refused('notAllowed', 'you may not answer questions of this site any more: somebody else is asked');
}

/** Work on a record that left the view is still taken; work on one that never was in it is not. */
function outsideView(draft: Draft, id: RecordId, grant: DeviceGrant | undefined): boolean {
  const site = draft.record(id)?.site;
  if (!grant || grant.everSites === null || site === null || site === undefined) return false;
  return !grant.everSites.includes(site) && !draft.wasAt(id, grant.everSites);
}

/**
 * A new record, or one that moves, may only be put where the laptop may see it: under a parent of the right kind at a
 * site of its own, and at no site but its own. Nobody makes a record of a site visible to the whole organisation.
 */
function siteRefusal(
  draft: Draft,
  def: CollectionDef,
  edit: Edit,
  grant: DeviceGrant | undefined,
): RefusedBecause | null {
  const parent = def.parent && def.parent.group === edit.group ? edit.set[def.parent.field] : undefined;
  const above = isText(parent) ? draft.record(parent as RecordId) : undefined;
  if (above && def.parent?.of?.includes(above.collection) === false) {
    return refused('wrongShape', 'it cannot hang on a record of that kind');
  }
  if (!grant || grant.everSites === null) return null;
  if (above && outsideView(draft, above.id, grant)) return refused('notAllowed', FOREIGN_SITE);
  const named = siteNamed(def, edit);
  if (isText(named)) return grant.everSites.includes(named as RecordId) ? null : refused('notAllowed', FOREIGN_SITE);
  return named === null && !above ? refused('notAllowed', 'it has to belong to a site') : null;
}

/** The site that an edit names; null: it takes it away; undefined: it says nothing of a site. */
function siteNamed(def: CollectionDef, edit: Edit): Json | undefined {
  const { site } = def;
  const path = site.from === 'field' ? site.path : site.from === 'parent' ? site.orElse : undefined;
  return path && path.group === edit.group ? edit.set[path.field] : undefined;
}

const FOREIGN_SITE = 'that site does not belong to this laptop’s team';

function isText(value: Json | undefined): value is string {
  return typeof value === 'string' && value !== '';
}

function refused(code: Refusal, words: string): RefusedBecause {
  return { code, words };
}
