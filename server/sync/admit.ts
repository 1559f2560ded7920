/**
 * Admission of one change: seen before? allowed? can it be judged yet? what do the rules make of it? Validation and
 * permission are all-or-nothing per change, outcomes are per edit (Q-2, W-2, W-3, W-4). Pure over the draft: nothing
 * here waits, reads a clock or writes.
 */
import { creates, type Change, type Edit } from '../../domain/change/change.ts';
import { allApplied, type EditOutcome, type Refusal } from '../../domain/change/outcome.ts';
import { clamp, hlcMs } from '../../domain/clock/hlc.ts';
import {
  changeId,
  creatorOf,
  isRecordId,
  SERVER_DEVICE,
  type ChangeId,
  type Position,
  type RecordId,
} from '../../domain/ids.ts';
import { applyPatch } from '../../domain/record/overlay.ts';
import type { Fields } from '../../domain/json.ts';
import { QUESTION } from '../../domain/schema/system.ts';
import { ARCHIVED, LANES, type GroupDef, type Lane } from '../../domain/schema/types.ts';
import { groupOf, isNewer } from '../../domain/schema/unknown.ts';
import { presentValue, upcastChange } from '../../domain/schema/upcast.ts';
import type { LoggedEdit } from '../storage/contract/types.ts';
import { applyAnswer } from './answer.ts';
import { applyEdit } from './apply-edit.ts';
import type { EditContext } from './edit-context.ts';
import { afterArchive, missedArchive } from './archive.ts';
import type { Draft } from './draft.ts';
import { askAboutDuplicates } from './duplicates.ts';
import { followed, passAlias, type Followed } from './follow.ts';
import { refusalOf } from './permit.ts';
import { closeReplaced, withCurrentNames } from './replaced.ts';
import { tellOutOfView } from './out-of-view.ts';
import { reproject } from './reproject.ts';
import { wrongShape } from './shape.ts';
import { signedByAnother } from './signed-by.ts';
import { undoTooLate } from './undo.ts';

/** The ends of a JavaScript date, milliseconds. */
const LAST_MS = 8.64e15;

/** What became of a change: the outcome of each edit, and its position (0 while it waits). */
export interface Admitted {
  readonly position: Position;
  readonly edits: readonly EditOutcome[];
  readonly clean: boolean;
}

/** A change as it is judged: with times that can be true, under the names that are in use now. */
interface Arrived {
  readonly change: Change;
  readonly hash: string;
  /** How far the laptop's clock was ahead, milliseconds, where that had to be clamped; else null (C-9). */
  readonly ahead: number | null;
}

/** An edit where it goes (C-10), with the whole value that it makes. */
interface Prepared extends Followed {
  readonly def: GroupDef;
  readonly value: Fields;
}

/** `force`: its waiting has come to an end, and it is judged against what is canonical (W-4). */
export function admit(draft: Draft, received: Change, hash: string, force = false): Admitted {
  const { schema } = draft.rules;
  const { change: plausible, ahead } = withPlausibleTimes(draft, received);
  const named = withCurrentNames(draft, plausible);
  const change = upcastChange(schema, named);
  const arrived: Arrived = { change, hash, ahead };
  const refusal = refusalOf(draft, change);
  if (refusal) return refuse(draft, arrived, refusal.code, refusal.words);
  const missing = firstMissing(draft, change);
  const isLost = missing?.isRecord === true && neverComes(draft, missing.id);
  if (missing && !force && !isLost) return wait(draft, received, hash, missing.id);
  if (missing?.isRecord) return refuse(draft, arrived, 'waitedTooLong', 'the work that it belongs to never arrived');

  const prepared: Prepared[] = [];
  const newer = isNewer(schema, change.schema);
  // The author's laptop makes the same of its change from the position alone; not when something was said anew, or is
  // unknown here: what became of that travels back.
  let asWritten = change === named && !newer;
  for (const edit of missing ? beneathWhatItSaw(draft, change) : change.edits) {
    const def = groupOf(schema, edit.collection, edit.group);
    const stored = storedValue(draft, edit);
    const seen = stored && presentValue(schema, edit.collection, edit.group, stored);
    if (seen !== stored) asWritten = false;
    const value = applyPatch(seen, edit.set);
    const wrong = wrongShape(def, { edit, value, newer: newer && edit.group !== ARCHIVED && !isSystem(edit) });
    if (wrong) return refuse(draft, arrived, 'wrongShape', wrong);
    const forged = signedByAnother(def, change, seen, value);
    if (forged) return refuse(draft, arrived, 'notAllowed', forged);
    prepared.push({ ...followed(draft, change, edit), def, value });
  }
  return apply(draft, arrived, prepared, asWritten && prepared.every((p) => p.named === null));
}

/** A question's answer is read by this program, so it is never taken on trust. */
function isSystem(edit: Edit): boolean {
  return edit.collection === QUESTION;
}

function apply(draft: Draft, arrived: Arrived, prepared: readonly Prepared[], asWritten: boolean): Admitted {
  const { change, hash } = arrived;
  const pos = logChange(draft, arrived, prepared.map(logged));
  const id = changeId(change.device, change.epoch, change.seq);
  const movedBefore = draft.left.length;
  const contexts = prepared.map(({ edit, def, value }): EditContext => ({ draft, change, id, pos, edit, def, value }));
  const outcomes = contexts.map(applyOne);
  for (const { named } of prepared) if (named !== null) passAlias(draft, named, pos);
  for (const record of new Set(prepared.map((p) => p.edit.record))) reproject(draft, record, pos);
  tellOutOfView(draft, change, pos);
  const plain = allApplied(outcomes);
  const { device, epoch, seq } = change;
  draft.putReceipt({ device, epoch, seq, pos, hash, outcome: plain ? null : outcomes });
  if (!plain) draft.decided(pos, outcomes);
  askAboutDuplicates(contexts);
  closeReplaced(draft, change, id, pos);
  draft.arrived.push(id);
  return {
    position: pos,
    edits: outcomes,
    clean: plain && asWritten && isClean(draft, prepared, id, pos, movedBefore),
  };
}

/** Every edit stands as its author wrote it, and no rule, question or move followed from it. */
function isClean(
  draft: Draft,
  prepared: readonly { edit: Edit }[],
  id: ChangeId,
  pos: Position,
  movedBefore: number,
): boolean {
  if (draft.end() !== pos || draft.left.length !== movedBefore) return false;
  return prepared.every(({ edit }) => {
    const cell = draft.record(edit.record)?.body[edit.group];
    return cell?.w.length === 1 && cell.w[0] === id && cell.x === undefined && cell.q === undefined;
  });
}

function applyOne(context: EditContext): EditOutcome {
  if (context.edit.collection === QUESTION) return applyAnswer(context);
  const late = undoTooLate(context);
  if (late) return late;
  const missed = missedArchive(context);
  const outcome = context.edit.group === ARCHIVED ? afterArchive(context) : applyEdit(context);
  return missed && outcome.kind === 'applied' ? { kind: 'conflict', question: missed } : outcome;
}

function logged({ edit, value, named }: Prepared): LoggedEdit {
  const { record, collection, group, saw, undoes } = edit;
  const more = { ...(undoes ? { undoes } : {}), ...(named === null ? {} : { named }) };
  return { record, collection, group, value, saw: saw.writer, ...more };
}

function logChange(
  draft: Draft,
  { change, hash, ahead }: Arrived,
  edits: readonly LoggedEdit[],
  outcome: readonly EditOutcome[] | null = null,
): Position {
  const { device, epoch, seq, author, role, hlc, madeAt } = change;
  return draft.append({
    kind: 'change',
    device,
    epoch,
    seq,
    author,
    role,
    lane: laneOf(draft, change),
    hlc,
    madeAt,
    receivedAt: draft.rules.now,
    edits,
    outcome,
    hash,
    ...(ahead === null ? {} : { ahead }),
  });
}

/** The most urgent lane of its groups: from the schema, whatever the console said (SAVE-6). */
function laneOf(draft: Draft, change: Change): Lane {
  const lanes = new Set(
    change.edits.map((e) => draft.rules.schema.collections[e.collection]?.groups[e.group]?.lane ?? 'normal'),
  );
  return LANES.find((l) => lanes.has(l)) ?? 'normal';
}

/** A refused change is kept in the log with its reason, and its answer never changes (W-2). */
function refuse(draft: Draft, arrived: Arrived, code: Refusal, words: string): Admitted {
  const { change, hash } = arrived;
  const outcome: EditOutcome = { kind: 'refused', code, words };
  const edits = change.edits.map(() => outcome);
  const pos = logChange(draft, arrived, [], edits);
  draft.putReceipt({ device: change.device, epoch: change.epoch, seq: change.seq, pos, hash, outcome: edits });
  draft.arrived.push(changeId(change.device, change.epoch, change.seq));
  return { position: pos, edits, clean: false };
}

function wait(draft: Draft, change: Change, hash: string, forChange: ChangeId): Admitted {
  const since = draft.rules.now;
  draft.waitingAdded.set(changeId(change.device, change.epoch, change.seq), {
    change,
    hash,
    forChange,
    since,
    until: since + draft.rules.waitMs,
  });
  return { position: 0 as Position, edits: change.edits.map(() => ({ kind: 'waiting', forChange })), clean: false };
}

/** The first change that this one needs and that has not arrived: a creation, a parent, something it saw (Q-1, W-4). */
function firstMissing(draft: Draft, change: Change): { readonly id: ChangeId; readonly isRecord: boolean } | null {
  const self = changeId(change.device, change.epoch, change.seq);
  const makes = (record: RecordId): boolean => creates(change, record);
  for (const edit of change.edits) {
    const creator = creatorOf(edit.record);
    if (!makes(edit.record) && !draft.record(edit.record)) return { id: creator, isRecord: true };
    const parent = makes(edit.record) ? parentIn(draft, edit) : null;
    if (parent && !draft.record(parent) && !makes(parent)) return { id: creatorOf(parent), isRecord: true };
  }
  const unseen = change.edits.find((e) => e.saw.writer !== self && !hasArrived(draft, e));
  return unseen?.saw.writer ? { id: unseen.saw.writer, isRecord: false } : null;
}

/**
 * What should have brought the record is there, and brought something else: its laptop and this server were both put back
 * to before it, and the number was given again (W-12). Nobody waits for that (W-4).
 */
function neverComes(draft: Draft, creator: ChangeId): boolean {
  const receipt = draft.receiptOf(creator);
  return receipt !== undefined && receipt.outcome?.some((o) => o.kind === 'refused' || o.kind === 'replaced') !== true;
}

/** What the edit saw stands in the log. One that was refused may still be replaced, and is waited for like others. */
function hasArrived(draft: Draft, { record, group, saw }: Edit): boolean {
  const { writer } = saw;
  if (writer === null || draft.record(record)?.body[group]?.w.includes(writer) || isServers(writer)) return true;
  const receipt = draft.receiptOf(writer);
  return receipt !== undefined && receipt.outcome?.every((o) => o.kind === 'refused') !== true;
}

/** What it saw will not come any more: the edit is judged by the canonical writer beneath that (W-4). */
function beneathWhatItSaw(draft: Draft, change: Change): readonly Edit[] {
  return change.edits.map((e) => (hasArrived(draft, e) ? e : { ...e, saw: { ...e.saw, writer: e.saw.canonical } }));
}

/**
 * A wild stamp is clamped, never refused, and the entry says by how much the laptop's clock was ahead (C-9). A time that is
 * none would not fit the log.
 */
function withPlausibleTimes(draft: Draft, change: Change): { readonly change: Change; readonly ahead: number | null } {
  const { now } = draft.rules;
  const { stamp, clamped } = clamp(change.hlc, now);
  const madeAt = Math.min(LAST_MS, Math.max(-LAST_MS, change.madeAt));
  const isPlausible = !clamped && madeAt === change.madeAt;
  return {
    change: isPlausible ? change : { ...change, hlc: stamp, madeAt },
    ahead: clamped ? hlcMs(change.hlc) - now : null,
  };
}

function isServers(id: ChangeId): boolean {
  return id.startsWith(`${SERVER_DEVICE}.`);
}

function parentIn(draft: Draft, edit: Edit): RecordId | null {
  const path = draft.rules.schema.collections[edit.collection]?.parent;
  if (!path || path.group !== edit.group) return null;
  const parent = edit.set[path.field];
  return typeof parent === 'string' && isRecordId(parent) ? parent : null;
}

/** The value that the editor had in view; the canonical one beneath it when that was never applied. */
function storedValue(draft: Draft, edit: Edit): Fields | undefined {
  const cell = draft.record(edit.record)?.body[edit.group];
  const { writer, canonical } = edit.saw;
  if (writer === null) return undefined;
  if (cell?.w.includes(writer)) return cell.v;
  return (
    draft.valueOf(writer, edit.record, edit.group) ??
    (canonical === null ? undefined : draft.valueOf(canonical, edit.record, edit.group)) ??
    cell?.v
  );
}
